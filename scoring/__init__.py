"""How scores become a ranked list: frames and arrays in, frames and arrays out.

Higher is better everywhere; figures are points of the scale; chance comes from a seed that the caller gives.
The public calls import what they need when they are called, and everywhere in this package pandas is imported where a
frame is made: a process of the web service, which loads these modules, would carry 30 MiB of it and seldom make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scoring.reml import RemlTable

__all__ = ["fit", "fit_areas", "fit_reml", "flags", "next_reviews"]


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
        A column is missing, a score is no finite number, a label is empty, or an expert scored one declaration twice.
    PlacesOutOfRangeError
        ``K`` is below 1 or above the number of declarations.

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


def fit_areas(reviews: pd.DataFrame, weights: Mapping[str, float], K: int, seed: int = 0) -> pd.DataFrame:  # noqa: N803  fixed call form
    """Estimate the weighted total of several areas, each calibrated by itself.

    Parameters
    ----------
    reviews
        Columns ``declaration``, ``expert``, ``area``, ``score`` and, if known, ``group`` of the expert.
    weights
        Weight of every area; the total is the weighted sum.
    K
        Number of places.
    seed
        Seed of the samplers.

    Returns
    -------
    DataFrame
        As `fit`, for the total, and one column ``estimate_<area>`` per area: their weighted sum is ``estimate``.

    Raises
    ------
    ReviewFrameError
        A column is missing, an area has no weight or no score, or an expert scored an area twice.

    Notes
    -----
    As many fits as there are areas, after a short look at each: how an expert uses the scale and with what care is
    learned from the other areas too. A declaration without a score in an area counts as middling there.

    Examples
    --------
    >>> import numpy as np
    >>> from scoring.area_simulation import AreaWorld, World, simulate_areas
    >>> kind = AreaWorld(World(n_declarations=20, n_experts=6, omega=5.0), n_areas=2)
    >>> table = fit_areas(simulate_areas(kind, np.random.default_rng(1)).reviews, {"a0": 0.6, "a1": 0.4}, K=4)
    >>> bool(np.allclose(0.6 * table["estimate_a0"] + 0.4 * table["estimate_a1"], table["estimate"]))
    True
    """
    from scoring.areas import fit_frame

    return fit_frame(reviews, weights, K, seed)


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
    O(min(n_declarations, n_experts)³) about thirty times; moments in linear time where the smaller side has more than
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


def flags(reviews: pd.DataFrame, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rank reviews and experts by how far they stand from their colleagues: a reason to look, never a verdict.

    Parameters
    ----------
    reviews
        As in `fit`.
    seed
        Seed of the sampler.

    Returns
    -------
    reviews, experts
        ``declaration, expert, suspicion`` and ``expert, suspicion``, the most striking first. A suspicion of 0.99 is
        reached by about one honest review, or expert, in a hundred: with a thousand reviews, ten are to be expected.
        Reviews far above what colleagues say of the same declaration lead, those far below follow; careless experts
        agree with nobody, reversed ones less than that.

    Raises
    ------
    ReviewFrameError
        As in `fit`.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(d, e, 50 + 4 * d + 3 * e + (d * e) % 5) for d in range(10) for e in range(5)]
    >>> frame = pd.DataFrame(rows, columns=["declaration", "expert", "score"])
    >>> frame.loc[(frame["declaration"] == 2) & (frame["expert"] == 3), "score"] = 100
    >>> of_reviews, of_experts = flags(frame)
    >>> of_reviews.loc[0, ["declaration", "expert"]].tolist()
    [2, 3]
    """
    from scoring.suspicion import flagged

    return flagged(reviews, seed)


def next_reviews(reviews: pd.DataFrame, K: int, n: int, seed: int = 0) -> pd.DataFrame:  # noqa: N803  fixed call form
    """Place ``n`` more reviews where they most raise the expected quality of the list.

    Parameters
    ----------
    reviews
        As in `fit`.
    K
        Number of places.
    n
        Number of reviews to place.
    seed
        Seed of the sampler.

    Returns
    -------
    DataFrame
        ``declaration, expert, gain``, the most useful first; ``gain`` is the expected rise of the list's mean true
        quality in points. Fewer than ``n`` rows where no unmet pair is left. ``attrs["notes"]`` says after how many
        it is time to stop. No expert gets more than twice an even share.

    Raises
    ------
    ReviewFrameError
        As in `fit`.

    Notes
    -----
    Knowledge gradient (Frazier, Powell and Dayanik 2008) against the line between place K and K + 1, chosen greedily.

    Examples
    --------
    The two declarations at the line of one place, not the hopeless third:

    >>> import pandas as pd
    >>> scores = {"a": [90, 92, 86], "b": [91, 88, 88], "c": [40, 41, 38], "d": [60, 62, 57], "e": [50, 52, 47]}
    >>> rows = [(d, e, s) for d, given in scores.items() for e, s in zip("xyz", given)] + [("d", "w", 60)]
    >>> chosen = next_reviews(pd.DataFrame(rows, columns=["declaration", "expert", "score"]), K=1, n=1)
    >>> chosen["declaration"].isin(["a", "b"]).tolist(), chosen["expert"].tolist()
    ([True], ['w'])
    """
    from scoring.extra_reviews import placed

    return placed(reviews, K, n, seed)
