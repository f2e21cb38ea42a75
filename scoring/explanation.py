"""A position taken apart into sums a person can redo on paper, for every registered method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from scoring.calculation_sheet import Sheet, SheetWriter
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.explained_averages import mean_sheet, median_sheet, trimmed_mean_sheet, weighted_sheet
from scoring.explained_case import Case
from scoring.explained_models import additive_sheet, calibrated_sheet, mixed_sheet, ordinal_sheet
from scoring.explained_scales import min_max_sheet, rank_sheet, z_score_sheet
from scoring.rating_layout import Figure
from scoring.ratings import Ratings

DECIMALS = 2
FINE_DECIMALS = 6  # for methods that divide by standard deviations or multiply by spans


class NotExplainedError(KeyError):
    """The declaration has no score in these ratings; ``declaration`` is what was asked for."""

    def __init__(self, declaration: str) -> None:
        self.declaration = declaration
        super().__init__(declaration)


Explainer = Callable[[Case, SheetWriter], Fraction | float]


def explain(
    ratings: Ratings,
    declaration: object,
    *,
    method: str,
    estimate: float | None = None,
    posterior: Posterior | None = None,
    expert_weights: Mapping[object, Figure] | None = None,
    decimals: int | None = None,
) -> Sheet:
    """Write the calculation of one declaration's estimate.

    Parameters
    ----------
    ratings
        The round.
    declaration
        Its label.
    method
        Name in `scoring.registry.METHODS`; a fitted method is fitted again (same ratings, same figures).
    estimate
        The printed estimate, points; what a sheet of a sampled method must end on. Recomputed when ``None``.
    posterior
        Of `scoring.calibrated.posterior_of_totals`, so that many sheets cost one fit; needed for ``calibrated``
        with the seed and the places of the ranking.
    expert_weights
        What was announced for ``weighted``.
    decimals
        Of every figure; 2, or 6 for methods that divide by standard deviations.

    Raises
    ------
    NotExplainedError

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aaa"), "expert": list("xyz"), "score": [80, 81, 82.5]})
    >>> sheet = explain(Ratings.from_frame(frame), "a", method="mean")
    >>> [(line.operation, str(line.value), str(line.running)) for line in sheet.lines]
    [('+', '80.00', '80.00'), ('+', '81.00', '161.00'), ('+', '82.50', '243.50'), ('÷', '3.00', '81.17')]
    """
    labels = [str(label) for label in ratings.declarations]
    if str(declaration) not in labels:
        raise NotExplainedError(str(declaration))
    if method == "calibrated" and posterior is None:
        posterior = posterior_of_totals(ratings, 1, 0)
    case = Case(ratings, labels.index(str(declaration)), posterior, expert_weights or {})
    is_exact = method in ("mean", "trimmed_mean", "median", "weighted")
    writer = SheetWriter(decimals if decimals is not None else DECIMALS if is_exact else FINE_DECIMALS)
    total = EXPLAINERS[method](case, writer)
    return writer.close(str(declaration), method, total if estimate is None or is_exact else estimate)


EXPLAINERS: Mapping[str, Explainer] = MappingProxyType(
    {
        "calibrated": calibrated_sheet,
        "mean": mean_sheet,
        "trimmed_mean": trimmed_mean_sheet,
        "median": median_sheet,
        "weighted": weighted_sheet,
        "z_score": z_score_sheet,
        "min_max": min_max_sheet,
        "rank": rank_sheet,
        "additive": additive_sheet,
        "mixed": mixed_sheet,
        "ordinal": ordinal_sheet,
    }
)
