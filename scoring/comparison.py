"""Why one declaration stands above another, in one paragraph with its figures."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np

from scoring.area_ratings import area_weights
from scoring.calibration_posterior import Posterior
from scoring.decomposition import decompose
from scoring.lattice import FloatArray
from scoring.normal_errors import normal_share
from scoring.notes import Note
from scoring.ranking import Ranking
from scoring.ratings import Ratings

CLEAR, LIKELY = 0.95, 0.75
VERDICTS = {
    "clear": "这一先后次序把握较大（{chance}）。",
    "likely": "这一先后次序多半如此，但尚不能断定（{chance}）。",
    "open": "两者实际上难分高下（{chance}）。",
}


def why_above(
    ratings: Ratings, ranking: Ranking, upper: object, lower: object, posterior: Posterior | None = None
) -> tuple[Note, ...]:
    """Say in sentences why ``upper`` stands above ``lower``.

    Parameters
    ----------
    ratings, ranking
        The round and its ranking.
    upper, lower
        Labels of the two declarations.
    posterior
        Of a calibrated ranking of totals: its draws tell the chance that the order is right, its experts what was
        corrected.

    Returns
    -------
    tuple of Note
        Sentences of one paragraph, in order: estimates, raw means, corrections, experts in common, confidence.

    Examples
    --------
    >>> import pandas as pd
    >>> from scoring.ranking import rank
    >>> frame = pd.DataFrame({"declaration": list("aabb"), "expert": list("xyxy"), "score": [80, 82, 70, 71]})
    >>> ratings = Ratings.from_frame(frame)
    >>> print(why_above(ratings, rank(ratings, method="mean", places=1), "a", "b")[0].message)
    a 估计 81.00 分，列第 1 名；b 估计 70.50 分，列第 2 名，相差 10.50 分。
    """
    rows = {str(row["declaration"]): row for row in ranking.frame.to_dict("records")}
    labels = [str(label) for label in ratings.declarations]
    pair = (labels.index(str(upper)), labels.index(str(lower)))
    sentences = [_estimates(rows[str(upper)], rows[str(lower)]), _means(ratings, pair)]
    if len(ranking.areas):
        sentences.append(_areas(ratings, ranking, pair))
    elif posterior is not None:
        sentences.append(_corrections(ratings, pair, posterior))
    sentences.append(_common(ratings, pair))
    sentences.append(_confidence(ratings, rows, (str(upper), str(lower)), pair, posterior))
    return tuple(sentences)


def paragraph(sentences: tuple[Note, ...]) -> str:
    """Return the sentences as one Chinese paragraph."""
    return "".join(sentence.message for sentence in sentences)


def _estimates(upper: Mapping[Hashable, object], lower: Mapping[Hashable, object]) -> Note:
    gap = abs(float(str(upper["estimate"])) - float(str(lower["estimate"])))
    values = {
        "upper": str(upper["declaration"]),
        "lower": str(lower["declaration"]),
        "upper_estimate": f"{float(str(upper['estimate'])):.2f}",
        "lower_estimate": f"{float(str(lower['estimate'])):.2f}",
        "upper_rank": str(upper["rank"]),
        "lower_rank": str(lower["rank"]),
        "gap": f"{gap:.2f}",
    }
    template = (
        "{upper} 估计 {upper_estimate} 分，列第 {upper_rank} 名；"
        "{lower} 估计 {lower_estimate} 分，列第 {lower_rank} 名，相差 {gap} 分。"
    )
    return Note("estimates", template, values)


def _means(ratings: Ratings, pair: tuple[int, int]) -> Note:
    means = [_mean(ratings, at) for at in pair]
    counts = [int(ratings.reviews_per_declaration[at]) for at in pair]
    values = {
        "upper": str(ratings.declarations[pair[0]]),
        "lower": str(ratings.declarations[pair[1]]),
        "upper_mean": f"{means[0]:.2f}",
        "lower_mean": f"{means[1]:.2f}",
        "upper_count": str(counts[0]),
        "lower_count": str(counts[1]),
    }
    if ratings.sign * (means[0] - means[1]) < 0:
        template = (
            "原始平均分反而是 {lower} 较好（{lower_mean}，{lower_count} 个评分；"
            "{upper} {upper_mean}，{upper_count} 个）。"
        )
        return Note("means_reversed", template, values)
    template = "原始平均分 {upper} {upper_mean}（{upper_count} 个评分），{lower} {lower_mean}（{lower_count} 个）。"
    return Note("means", template, values)


def _mean(ratings: Ratings, at: int) -> float:
    return float(ratings.totals.points[ratings.i == at].mean())


def _corrections(ratings: Ratings, pair: tuple[int, int], posterior: Posterior) -> Note:
    """Tell each step from the raw mean to the estimate, for both."""
    parts = decompose(posterior, ratings.i, ratings.j, ratings.merits.points)
    values = {"upper": str(ratings.declarations[pair[0]]), "lower": str(ratings.declarations[pair[1]])}
    for side, at in zip(("upper", "lower"), pair, strict=True):
        for step in ("leniency", "scale", "reliability", "shrinkage"):
            figures: FloatArray = getattr(parts, step)
            values[f"{side}_{step}"] = f"{ratings.sign * float(figures[at]):+.2f}"
    template = (
        "从平均分到估计分，{upper}：专家宽严 {upper_leniency}，尺度 {upper_scale}，可靠性 {upper_reliability}，"
        "向总体收缩 {upper_shrinkage}；{lower}：专家宽严 {lower_leniency}，尺度 {lower_scale}，"
        "可靠性 {lower_reliability}，向总体收缩 {lower_shrinkage}。"
    )
    return Note("corrections", template, values)


def _areas(ratings: Ratings, ranking: Ranking, pair: tuple[int, int]) -> Note:
    """Tell by how many points of the total each area separates the two, the largest first."""
    table = ranking.areas.loc[ratings.declarations]
    gaps = {
        str(area): float(weight) * float(table[area].iloc[pair[0]] - table[area].iloc[pair[1]])
        for area, weight in area_weights(ratings).items()
    }
    largest = sorted(gaps, key=lambda area: -abs(gaps[area]))
    listed = "、".join(f"{area} {gaps[area]:+.2f}" for area in largest)
    values = {"upper": str(ratings.declarations[pair[0]]), "lower": str(ratings.declarations[pair[1]]), "gaps": listed}
    return Note("areas", "按领域折算到总分，{upper} 比 {lower}：{gaps}。", values)


def _common(ratings: Ratings, pair: tuple[int, int]) -> Note:
    """Tell how the experts who judged both scored them."""
    judged = [np.flatnonzero(ratings.i == at) for at in pair]
    scores = [dict(zip(ratings.j[rows].tolist(), ratings.merits.points[rows].tolist(), strict=True)) for rows in judged]
    both = sorted(scores[0].keys() & scores[1].keys())
    if not both:
        return Note("no_common_experts", "没有专家同时评过这两项。")
    ahead = sum(scores[0][j] > scores[1][j] for j in both)
    behind = sum(scores[0][j] < scores[1][j] for j in both)
    values = {
        "count": str(len(both)),
        "upper": str(ratings.declarations[pair[0]]),
        "lower": str(ratings.declarations[pair[1]]),
        "ahead": str(ahead),
        "behind": str(behind),
        "even": str(len(both) - ahead - behind),
    }
    template = (
        "同时评过两项的专家 {count} 位：{ahead} 位认为 {upper} 更好，{behind} 位认为 {lower} 更好，{even} 位打分相同。"
    )
    return Note("common_experts", template, values)


def _confidence(
    ratings: Ratings,
    rows: Mapping[str, Mapping[Hashable, object]],
    names: tuple[str, str],
    pair: tuple[int, int],
    posterior: Posterior | None,
) -> Note:
    if posterior is not None and len(posterior.draws):
        chance = float((posterior.draws[:, pair[0]] > posterior.draws[:, pair[1]]).mean())
    else:
        upper, lower = (rows[name] for name in names)
        gap = ratings.sign * (float(str(upper["estimate"])) - float(str(lower["estimate"])))
        spread = np.hypot(float(str(upper["sd"])), float(str(lower["sd"])))
        chance = float(normal_share(np.array([gap / spread]))[0])
    kind = "clear" if chance >= CLEAR else "likely" if chance >= LIKELY else "open"
    return Note(f"order_{kind}", VERDICTS[kind], {"chance": f"{min(max(chance, 0.01), 0.99):.0%}"})
