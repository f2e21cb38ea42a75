"""A frame of reviews in, a frame of calibrated estimates out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.places import checked_places
from scoring.round_arrays import RoundArrays

if TYPE_CHECKING:
    import pandas as pd


def fit_calibrated(reviews: pd.DataFrame, places: int, seed: int = 0) -> pd.DataFrame:
    """Estimate every declaration of a round; see `scoring.fit`."""
    arrays = RoundArrays.of(reviews)
    posterior = calibrate(
        arrays.i, arrays.j, arrays.y, len(arrays.declarations), len(arrays.experts),
        places=checked_places(places, len(arrays.declarations)), group=arrays.group, seed=seed,
    )  # fmt: skip
    return frame_of(posterior, arrays)


def frame_of(posterior: Posterior, arrays: RoundArrays) -> pd.DataFrame:
    """Lay a posterior out as a table, best first; equal estimates in the order of their labels."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            "declaration": arrays.declarations,
            "estimate": posterior.estimate,
            "sd": posterior.sd,
            "lo": posterior.lo,
            "hi": posterior.hi,
            "expected_rank": posterior.expected_rank,
            "p_top_k": posterior.p_top_k,
        }
    )
    frame = frame.sort_values(["estimate", "declaration"], ascending=[False, True], ignore_index=True)
    frame.attrs["notes"] = (*arrays.notes, *posterior.notes)
    return frame
