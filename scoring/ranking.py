"""A ranked list with its uncertainty, by any registered method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration_posterior import Posterior
from scoring.estimates import WHOLE, Estimates
from scoring.fitted_round import FittedRound
from scoring.lattice import IntArray, Steps
from scoring.notes import Note
from scoring.places import checked_places
from scoring.ratings import Ratings
from scoring.registry import method as registered

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("declaration", "rank", "estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")
DEFAULT_METHOD = "calibrated"
DECIMALS = 9  # of the scale: machines differ in the last bits of roots and of solved equations


@dataclass(frozen=True)
class Ranking:
    """A ranked list and all that is needed to repeat it.

    Attributes
    ----------
    frame
        Columns `COLUMNS`; best first; ``rank`` is the competition rank (1, 2, 2, 4), tied where the estimates are
        equal; tied rows stand in the order of their labels, which means nothing.
        ``estimate``, ``sd``, ``lo``, ``hi`` in points of the declared scale (90 % interval); ``expected_rank`` from
        1; ``p_top_k`` in [0, 1] for the number of places asked for.
    method, parameters, seed, places
        How it was computed; parameters include what the method learned.
    notes
        What must be said beside the figures.
    areas
        Estimate by area, points; declaration as index in the order of ``frame``, no column where none was fitted.
    fits
        See `Estimates.fits`.
    """

    frame: pd.DataFrame
    method: str
    parameters: Mapping[str, object]
    seed: int
    places: int
    notes: tuple[Note, ...]
    areas: pd.DataFrame
    fits: Mapping[str, FittedRound] = field(default_factory=dict)

    @property
    def posterior(self) -> Posterior | None:
        """What the calibrated model says of the totals; ``None`` where areas or another method were fitted."""
        return self.fits[WHOLE].posterior if WHOLE in self.fits else None


def rank(ratings: Ratings, *, method: str = DEFAULT_METHOD, places: int, seed: int = 0, **options: object) -> Ranking:
    """Rank the declarations.

    Parameters
    ----------
    ratings
        Checked scores.
    method
        Name in `scoring.registry.METHODS`.
    places
        Number of places, from 1 to the number of declarations.
    seed
        Of every draw the method makes; the same seed gives the same figures bit for bit.
    **options
        What the method lets a department announce, such as ``too_few`` of the trimmed mean.

    Raises
    ------
    scoring.places.PlacesOutOfRangeError, scoring.registry.UnknownMethodError

    Examples
    --------
    >>> scores = [70, 72, 90, 94, 71, 71]
    >>> frame = pd.DataFrame({"declaration": list("aabbcc"), "expert": list("xyxyxy"), "score": scores})
    >>> rank(Ratings.from_frame(frame), method="mean", places=1).frame[["declaration", "rank"]].values.tolist()
    [['b', 1], ['a', 2], ['c', 2]]
    """
    import pandas as pd

    places = checked_places(places, ratings.n_declarations)
    estimates = registered(method).rank(ratings, places=places, seed=seed, **options)
    frame = ranked_frame(ratings, estimates)
    areas = pd.DataFrame({area: ratings.sign * merit for area, merit in estimates.areas.items()})
    areas.index = ratings.declarations[: len(areas)]
    return Ranking(
        frame=frame,
        method=method,
        parameters=dict(estimates.parameters),
        seed=seed,
        places=places,
        notes=_once((*ratings.observations, *estimates.notes)),
        areas=areas.loc[frame["declaration"]] if len(areas) else areas,
        fits=estimates.fits,
    )


def traditional(reviews: pd.DataFrame, places: int, method: str, seed: int = 0) -> pd.DataFrame:
    """Rank a plain frame of totals by any registered method, on the scale the scores themselves span.

    Columns `COLUMNS` without ``rank``; ``attrs["notes"]`` holds the notes.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": list("aab"), "expert": list("xyx"), "score": [80, 82, 90]})
    >>> traditional(frame, 1, "mean")["estimate"].tolist()
    [90.0, 81.0]
    """
    import pandas as pd

    scores = pd.to_numeric(reviews["score"], errors="coerce") if "score" in reviews.columns else pd.Series(dtype=float)
    finite = scores[np.isfinite(scores)]
    lowest, highest = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    wide = (lowest, highest if highest > lowest else lowest + 1.0)
    ranking = rank(Ratings.from_frame(reviews, scale=wide), method=method, places=places, seed=seed)
    frame = ranking.frame.drop(columns="rank")
    frame.attrs["notes"] = ranking.notes
    return frame


def ranked_frame(ratings: Ratings, estimates: Estimates) -> pd.DataFrame:
    """Sort by estimate and turn merit back into points of the declared scale."""
    import pandas as pd

    sign, decimals = ratings.sign, DECIMALS - round(np.log10(ratings.span))
    estimate = sign * estimates.merit
    lo, hi = (estimates.lo, estimates.hi) if sign == 1 else (-estimates.hi, -estimates.lo)
    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations,
            "rank": competition_rank(estimates.tie_key),
            "estimate": estimate,
            "sd": np.maximum(np.round(estimates.sd, decimals), 10.0**-decimals),
            "lo": np.minimum(np.round(lo, decimals), estimate),
            "hi": np.maximum(np.round(hi, decimals), estimate),
            "expected_rank": np.round(estimates.expected_rank, DECIMALS),
            "p_top_k": np.round(estimates.p_top_k, DECIMALS),
        }
    )
    return frame.sort_values("rank", kind="stable", ignore_index=True)


def _once(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Keep the first of the notes that say the same thing."""
    return tuple({note.code: note for note in reversed(notes)}.values())[::-1]


def competition_rank(key: Steps) -> IntArray:
    """Return 1 + the number of strictly larger keys (1, 2, 2, 4), shape (n,).

    Examples
    --------
    >>> competition_rank(np.array([5, 9, 5, 1])).tolist()
    [2, 1, 2, 4]
    """
    ascending = np.sort(key)
    return np.asarray(len(key) - np.searchsorted(ascending, key, side="right") + 1, dtype=np.int64)


def default_places(n_declarations: int) -> int:
    """Return three tenths of the declarations, rounded up, where nobody says how many places there are."""
    return (3 * n_declarations + 9) // 10
