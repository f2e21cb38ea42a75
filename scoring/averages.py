"""The averages every department knows, in exact arithmetic: mean, trimmed mean, median, weighted composite."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from scoring.estimates import Estimates
from scoring.lattice import FloatArray, IntArray, Lattice, Steps, divided, group_sums, product
from scoring.normal_errors import rank_chances, student_quantile
from scoring.notes import Note
from scoring.rating_layout import Figure, exact
from scoring.ratings import Ratings
from scoring.scatter import Scatter, mean_se, pooled_scatter, resampled_se

FEWEST_TO_TRIM = 5
TOO_FEW_POLICIES = ("mean", "refuse")
POOLED = Note(
    "pooled_error",
    "误差由各申报内部评分的离散程度合并估计：单个评分的标准差 {sd} 分；区间为 90 %。未校正专家宽严。",
    {},
)


class TooFewReviewsError(ValueError):
    """Some declarations have too few reviews for the method; ``declarations`` names them, ``needed`` says how many."""

    def __init__(self, declarations: tuple[str, ...], needed: int) -> None:
        self.declarations = declarations
        self.needed = needed
        super().__init__(f"{len(declarations)} declarations have fewer than {needed} reviews")


def mean(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the arithmetic mean of the totals.

    ``estimate_i = Σ_j y_ij / n_i``, exact. Assumes that every expert uses the scale alike. Error: pooled
    within-declaration standard deviation / √n_i. O(n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aab"), "expert": list("xyx"), "score": [80, 81, 80.5]})
    >>> mean(Ratings.from_frame(frame), places=1).merit.tolist()  # a tie, exactly
    [80.5, 80.5]
    """
    scatter = scatter_of(ratings)
    return finish(ratings, panel_means(ratings), mean_se(scatter, ratings.reviews_per_declaration), scatter,
                  places, seed)  # fmt: skip


def trimmed_mean(ratings: Ratings, *, places: int, seed: int = 0, too_few: str = "mean") -> Estimates:
    """Rank by the mean without one highest and one lowest total (去掉一个最高分和一个最低分).

    ``estimate_i = (Σ_j y_ij − max_j y_ij − min_j y_ij) / (n_i − 2)``, exact, for declarations with five reviews or
    more. With fewer the method declines to trim: ``too_few="mean"`` lets the plain mean stand and says for which
    declarations, ``too_few="refuse"`` raises `TooFewReviewsError`. O(n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": ["a"] * 5, "expert": list("vwxyz"), "score": [10, 80, 82, 84, 100]})
    >>> trimmed_mean(Ratings.from_frame(frame), places=1).merit.tolist()
    [82.0]
    """
    counts = ratings.reviews_per_declaration
    notes = too_few_notes(ratings, counts < FEWEST_TO_TRIM, too_few)
    scatter = scatter_of(ratings)
    errors = resampled_se(scatter, counts, _trimmed, seed)
    return finish(ratings, trimmed_means(ratings), errors, scatter, places, seed, notes, {"too_few": too_few})


def median(ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
    """Rank by the median total, halfway between the middle two where their number is even; exact. O(n log n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": ["a"] * 4, "expert": list("wxyz"), "score": [10, 80, 81, 100]})
    >>> median(Ratings.from_frame(frame), places=1).merit.tolist()
    [80.5]
    """
    scatter = scatter_of(ratings)
    errors = resampled_se(scatter, ratings.reviews_per_declaration, lambda samples: np.median(samples, axis=1), seed)
    return finish(ratings, medians(ratings), errors, scatter, places, seed)


def weighted(
    ratings: Ratings, *, places: int, seed: int = 0, expert_weights: Mapping[object, Figure] | None = None
) -> Estimates:
    """Rank by the composite of weighted means: of each criterion over the experts, then over the criteria.

    ``estimate_i = Σ_k w_k · (Σ_j v_j y_ijk / Σ_j v_j)``, exact; ``v_j`` is the announced weight of the expert, 1
    where not given, above 0. A criterion an expert left blank drops out of that criterion's mean only; a criterion
    nobody scored counts as the mean total of the declaration would (its weight is spread over the others). O(n).

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": ["a", "a"], "expert": ["x", "y"], "score": [80, 90]})
    >>> weighted(Ratings.from_frame(frame), places=1, expert_weights={"y": 3}).merit.tolist()  # (80 + 3·90) / 4
    [87.5]
    """
    voice = _voices(ratings, expert_weights or {})
    scatter = scatter_of(ratings)
    per_review = voice[ratings.j].astype(np.float64)
    power = np.bincount(ratings.i, weights=per_review) ** 2 / np.bincount(ratings.i, weights=per_review**2)
    combined = weighted_means(ratings, voice)
    parameters = {"expert_weights": {str(label): str(w) for label, w in (expert_weights or {}).items()}}
    return finish(ratings, combined, scatter.sd / np.sqrt(power), scatter, places, seed, (), parameters)


def panel_means(ratings: Ratings) -> Lattice:
    """Return the exact mean merit of every declaration."""
    return divided(group_sums(ratings.merits.steps, ratings.starts), ratings.reviews_per_declaration,
                   ratings.merits.unit)  # fmt: skip


def trimmed_means(ratings: Ratings) -> Lattice:
    """Return the exact trimmed mean of every declaration, the plain one below five reviews."""
    counts, steps, starts = ratings.reviews_per_declaration, ratings.merits.steps, ratings.starts
    is_short = counts < FEWEST_TO_TRIM
    extremes = np.maximum.reduceat(steps, starts) + np.minimum.reduceat(steps, starts)
    kept = group_sums(steps, starts) - np.where(is_short, 0, extremes)
    return divided(kept, np.where(is_short, counts, counts - 2), ratings.merits.unit)


def medians(ratings: Ratings) -> Lattice:
    """Return the exact median of every declaration."""
    counts, starts = ratings.reviews_per_declaration, ratings.starts
    steps = ratings.merits.steps[np.lexsort((ratings.merits.steps, ratings.i))]
    return Lattice(steps[starts + (counts - 1) // 2] + steps[starts + counts // 2], ratings.merits.unit / 2)


def weighted_means(ratings: Ratings, voice: IntArray) -> Lattice:
    """Return the exact composite of every declaration for whole-number weights of the experts."""
    if ratings.criteria:
        return composite(ratings, voice, ratings.weights)
    sums = group_sums(product(ratings.merits.steps, voice[ratings.j]), ratings.starts)
    return divided(sums, group_sums(voice[ratings.j], ratings.starts), ratings.merits.unit)


def scatter_of(ratings: Ratings) -> Scatter:
    """Return the pooled scatter of a round's totals."""
    return pooled_scatter(ratings.merits.points, ratings.i, ratings.reviews_per_declaration, float(ratings.step),
                          ratings.span)  # fmt: skip


def finish(
    ratings: Ratings,
    exact_merit: Lattice,
    sd: FloatArray,
    scatter: Scatter,
    places: int,
    seed: int,
    notes: tuple[Note, ...] = (),
    parameters: Mapping[str, object] | None = None,
) -> Estimates:
    """Add interval, expected rank and chance of a place to an exact estimate."""
    merit = exact_merit.points
    half = student_quantile(float(max(scatter.freedom, 1))) * sd
    expected, chance = rank_chances(merit, sd, places, seed)
    said = (Note(POOLED.code, POOLED.message_template, {"sd": f"{scatter.sd:.2f}"}), *notes)
    learned = {"review_sd": scatter.sd, "freedom": scatter.freedom, **(parameters or {})}
    return Estimates(merit, exact_merit.steps, sd, merit - half, merit + half, expected, chance, said, learned)


def too_few_notes(ratings: Ratings, is_short: np.ndarray, policy: str) -> tuple[Note, ...]:
    """Apply the policy for declarations that cannot be trimmed: refuse, or say that the plain mean stands."""
    if policy not in TOO_FEW_POLICIES:
        raise ValueError(f"unknown policy {policy!r}")
    names = tuple(str(label) for label in ratings.declarations[is_short])
    if not names:
        return ()
    if policy == "refuse":
        raise TooFewReviewsError(names, FEWEST_TO_TRIM)
    listed = "、".join(names[:10]) + ("等" if len(names) > 10 else "")
    template = "{count} 项申报的评分不足 {needed} 个，不宜去掉最高分和最低分，按算术平均计：{names}。"
    return (Note("too_few_to_trim", template, {"count": str(len(names)), "needed": "5", "names": listed}, names),)


def _trimmed(samples: FloatArray) -> FloatArray:
    count = samples.shape[1]
    if count < FEWEST_TO_TRIM:
        return np.asarray(samples.mean(axis=1))
    return np.asarray((samples.sum(axis=1) - samples.max(axis=1) - samples.min(axis=1)) / (count - 2))


def _voices(ratings: Ratings, given: Mapping[object, Figure]) -> IntArray:
    """Return whole-number weights of the experts in the announced proportions."""
    fractions = [exact(given.get(label, 1)) for label in ratings.experts.tolist()]
    if any(weight <= 0 for weight in fractions):
        raise ValueError("the weight of an expert must be above 0")
    bottom = int(np.lcm.reduce([weight.denominator for weight in fractions]))
    return np.array([int(weight * bottom) for weight in fractions], dtype=np.int64)


def composite(ratings: Ratings, voice: IntArray, weights: tuple[Fraction, ...]) -> Lattice:
    """Return the weighted sum of criterion means; a criterion nobody scored leaves its weight to the others."""
    rows = ratings.rows
    n, width = ratings.n_declarations, len(ratings.criteria)
    order = np.lexsort((rows.k, rows.i))
    i, k, v = rows.i[order], rows.k[order], voice[rows.j[order]]
    starts = np.flatnonzero(np.diff(i * width + k, prepend=-1))
    sums = group_sums(product(rows.scores.steps[order], v), starts)
    means = divided(sums, group_sums(v, starts), rows.scores.unit)
    bottom = int(np.lcm.reduce([weight.denominator for weight in weights]))
    whole = np.array([int(weight * bottom) for weight in weights], dtype=np.int64)
    weight = whole[k[starts]]
    total: Steps = np.zeros(n, dtype=object)
    np.add.at(total, i[starts], product(means.steps, weight).astype(object))
    seen = np.bincount(i[starts], weights=weight, minlength=n).astype(np.int64)
    factor = Fraction(int(whole.sum()), 1)
    combined = divided(total, seen, means.unit * factor / bottom)
    return combined if ratings.sign == 1 else Lattice(-combined.steps, combined.unit)
