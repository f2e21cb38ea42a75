"""What a method hands back for every declaration, before anything is sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.fitted_round import FittedRound
from scoring.lattice import FloatArray, Steps
from scoring.notes import Note

WHOLE = ""  # name under which the fit of all areas together is found


@dataclass(frozen=True)
class Estimates:
    """Figures per declaration in the order of `Ratings.declarations`, shape (n_declarations,) each.

    Parameters
    ----------
    merit
        Estimate in points, turned so that more is better.
    tie_key
        Equal where and only where two declarations are tied; larger is better.
    sd
        Standard error of the estimate in points, above 0.
    lo, hi
        Ends of the 90 % interval, in points of merit.
    expected_rank
        Expected position, 1 is best.
    p_top_k
        Probability of being among the places, in [0, 1].
    notes
        What must be said beside the figures.
    parameters
        What the method learned or was told; plain values.
    areas
        Merit by area where the method fits areas one by one, in points of the area.
    fits
        What the calibrated model says of each area, without draws; or of the totals, under `WHOLE`. Else empty.
    """

    merit: FloatArray
    tie_key: Steps
    sd: FloatArray
    lo: FloatArray
    hi: FloatArray
    expected_rank: FloatArray
    p_top_k: FloatArray
    notes: tuple[Note, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    areas: Mapping[str, FloatArray] = field(default_factory=dict)
    fits: Mapping[str, FittedRound] = field(default_factory=dict)
