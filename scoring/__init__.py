"""How scores become a ranked list: frames and arrays in, frames and arrays out.

Higher is better everywhere; figures are points of the scale; chance comes from a seed that the caller gives.
The public calls import what they need when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from scoring.reml import RemlTable

__all__ = ["fit", "fit_reml"]


def fit(reviews: pd.DataFrame, K: int, seed: int = 0, method: str = "calibrated") -> pd.DataFrame:  # noqa: N803  fixed call form
    """Estimate the quality of every declaration and its chance of one of ``K`` places.

    Parameters
    ----------
    reviews
        Columns ``declaration``, ``expert``, ``score`` (points, higher is better) and, if known, ``group`` of the
        expert. A missing score is an absent review.
    K
        Number of places, 1 … number of declarations.
    seed
        Seed of the sampler; the same seed gives the same figures on any machine.
    method
        ``calibrated`` or the name of a traditional method.

    Returns
    -------
    DataFrame
        ``declaration, estimate, sd, lo, hi, expected_rank, p_top_k``, best first. ``attrs["notes"]`` holds what must
        be said of the design (`scoring.notes.Note`), for example that it falls into islands.

    Raises
    ------
    ReviewFrameError
        A column is missing, a score is not finite, or an expert scored one declaration twice.

    Notes
    -----
    Linear in the number of scores: 0.3 s for 500, 20 s for 500,000. The result does not depend on the order of the
    rows, on labels, or on the unit and origin of the scale. Model and source: ``docs/methods/calibrated.md``.

    Examples
    --------
    A strict expert (c) met only the two best; the plain mean of z is the lowest, its estimate is not.

    >>> import pandas as pd
    >>> scores = {"x": {"a": 70, "b": 72}, "y": {"a": 60, "b": 61}, "z": {"a": 75, "c": 55}, "w": {"b": 66, "c": 47},
    ...           "u": {"a": 64, "b": 66}, "v": {"a": 72, "c": 53}, "t": {"b": 76, "c": 56}}
    >>> rows = [(d, e, s) for d, given in scores.items() for e, s in given.items()]
    >>> table = fit(pd.DataFrame(rows, columns=["declaration", "expert", "score"]), K=2)
    >>> sorted(table["declaration"][:2])
    ['t', 'z']
    """
    if method == "calibrated":
        from scoring.fitting import fit_calibrated

        return fit_calibrated(reviews, K, seed)
    from scoring.ranking import traditional

    return traditional(reviews, K, method, seed)


def fit_reml(reviews: pd.DataFrame) -> RemlTable:
    """Fit ``score = mu + declaration + expert + residual`` by restricted maximum likelihood, as R's lme4 does.

    Parameters
    ----------
    reviews
        Columns ``declaration``, ``expert``, ``score``; a missing score is an absent review.

    Returns
    -------
    dict
        ``mu``; variances ``tau2`` (declarations), ``omega2`` (experts), ``sigma2`` (residuals), points²; ``blup``, a
        Series by declaration of predicted deviations from ``mu``.

    Raises
    ------
    ReviewFrameError
        As in `fit`.

    Notes
    -----
    O(min(n_declarations, n_experts)³) a hundred times; moments in linear time where the smaller side has more than
    2,500. Source: Bates et al. (2015), Journal of Statistical Software 67(1).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aabbcc"), "expert": list("xyxyxy"), "score": [1, 3, 4, 5, 8, 9]})
    >>> fitted = fit_reml(frame)
    >>> round(fitted["tau2"], 3), round(fitted["omega2"], 3), round(fitted["sigma2"], 3)
    (10.667, 0.833, 0.167)
    """
    from scoring.reml import fit_frame

    return fit_frame(reviews)
