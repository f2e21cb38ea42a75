"""A position taken apart into sums a person can redo on paper, for every registered method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from scoring.additive import fit_additive
from scoring.agreement import expert_profiles
from scoring.averages import FEWEST_TO_TRIM
from scoring.calculation_sheet import Sheet, SheetWriter, printed
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.lattice import FloatArray, IntArray
from scoring.mixed import fit_mixed, mixed_merit
from scoring.normalise import midranks, snapped
from scoring.ordinal import GRID as ORDINAL_GRID
from scoring.ordinal import fit_ordinal, grades_of, odds_above
from scoring.ratings import Figure, Ratings, exact

DECIMALS = 2
FINE_DECIMALS = 6  # for methods that divide by standard deviations or multiply by spans


class NotExplainedError(KeyError):
    """The declaration has no score in these ratings; ``declaration`` is what was asked for."""

    def __init__(self, declaration: str) -> None:
        self.declaration = declaration
        super().__init__(declaration)


@dataclass(frozen=True)
class Case:
    """One declaration within its round: its number, its reviews (rows) and, where one was fitted, the posterior."""

    ratings: Ratings
    at: int
    posterior: Posterior | None
    expert_weights: Mapping[object, Figure]

    @property
    def rows(self) -> IntArray:
        """Rows of the declaration's reviews."""
        return np.flatnonzero(self.ratings.i == self.at)

    def expert(self, row: int) -> str:
        """Label of the expert of a review."""
        return str(self.ratings.experts[self.ratings.j[row]])

    def voice(self, j: int) -> Fraction:
        """Announced weight of an expert, 1 where none was."""
        return exact(self.expert_weights.get(self.ratings.experts[j], 1))

    def score(self, row: int) -> Fraction:
        """Exact total of a review."""
        return self.ratings.totals.fraction(row)


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


def _scores(case: Case, writer: SheetWriter, rows: IntArray) -> Fraction:
    for row in rows.tolist():
        writer.write("score", "+", case.score(row), "专家 {expert} 的评分", expert=case.expert(row))
    return sum((case.score(row) for row in rows.tolist()), Fraction(0))


def _mean(case: Case, writer: SheetWriter) -> Fraction:
    total = _scores(case, writer, case.rows) / len(case.rows)
    writer.write("count", "÷", len(case.rows), "评分个数")
    return total


def _trimmed_mean(case: Case, writer: SheetWriter) -> Fraction:
    if len(case.rows) < FEWEST_TO_TRIM:
        return _mean(case, writer)
    total = _scores(case, writer, case.rows)
    ordered = sorted(case.rows.tolist(), key=case.score)
    highest, lowest = ordered[-1], ordered[0]
    writer.write("highest", "−", case.score(highest), "去掉一个最高分（专家 {expert}）", expert=case.expert(highest))
    writer.write("lowest", "−", case.score(lowest), "去掉一个最低分（专家 {expert}）", expert=case.expert(lowest))
    writer.write("count", "÷", len(ordered) - 2, "其余评分个数")
    return (total - case.score(highest) - case.score(lowest)) / (len(ordered) - 2)


def _median(case: Case, writer: SheetWriter) -> Fraction:
    ordered = sorted(case.rows.tolist(), key=case.score)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    total = sum((case.score(row) for row in middle), Fraction(0))
    for row in middle:
        writer.write("middle", "+", case.score(row), "从高到低居中的评分（专家 {expert}）", expert=case.expert(row))
    writer.write("count", "÷", len(middle), "居中评分个数")
    return total / len(middle)


def _weighted(case: Case, writer: SheetWriter) -> Fraction:
    """Write the composite of criterion means; without criteria it is the weighted mean of the totals."""
    ratings, rows = case.ratings, case.ratings.rows
    if not ratings.criteria:
        return _weighted_totals(case, writer)
    mine = np.flatnonzero(rows.i == case.at)
    total = seen = Fraction(0)
    for k, criterion in enumerate(ratings.criteria):
        cells = mine[rows.k[mine] == k].tolist()
        if not cells:
            continue
        voices = [case.voice(int(rows.j[at])) for at in cells]
        spoken = sum((v * rows.scores.fraction(at) for v, at in zip(voices, cells, strict=True)), Fraction(0))
        mean, weight = spoken / sum(voices), ratings.weights[k]
        template = "{criterion}：{count} 个评分平均 {mean} × 权重 {weight}"
        values = {"criterion": criterion, "count": str(len(cells)), "mean": writer.figure(mean), "weight": str(weight)}
        writer.write("criterion", "+", writer.seen(mean) * weight, template, **values)
        total, seen = total + mean * weight, seen + weight
    whole = sum(ratings.weights, Fraction(0))
    if seen != whole:
        writer.write("unscored", "×", whole / seen, "无人评分的指标，其权重由其余指标按比例分担")
    return total * whole / seen


def _weighted_totals(case: Case, writer: SheetWriter) -> Fraction:
    total = voices = Fraction(0)
    for row in case.rows.tolist():
        voice = case.voice(int(case.ratings.j[row]))
        template = "专家 {expert}：评分 {score} × 权重 {voice}"
        values = {"expert": case.expert(row), "score": writer.figure(case.score(row)), "voice": str(voice)}
        writer.write("weighted_score", "+", case.score(row) * voice, template, **values)
        total, voices = total + case.score(row) * voice, voices + voice
    writer.write("voices", "÷", voices, "权重之和")
    return total / voices


def _additive(case: Case, writer: SheetWriter) -> float:
    leniency = case.ratings.sign * fit_additive(case.ratings).leniency
    total = 0.0
    for row in case.rows.tolist():
        shift = float(leniency[case.ratings.j[row]])
        template = "专家 {expert}：评分 {score}，减去其宽严 {shift}"
        values = {"expert": case.expert(row), "score": writer.figure(case.score(row)), "shift": writer.figure(shift)}
        writer.write("corrected", "+", writer.seen(case.score(row)) - writer.seen(shift), template, **values)
        total += float(case.score(row)) - shift
    writer.write("count", "÷", len(case.rows), "评分个数")
    return total / len(case.rows)


def _mixed(case: Case, writer: SheetWriter) -> float:
    """Write the mean of corrected scores drawn towards the grand mean."""
    ratings, fit = case.ratings, fit_mixed(case.ratings)
    sign, n = ratings.sign, len(case.rows)
    for row in case.rows.tolist():
        shift = sign * float(fit.experts[ratings.j[row]])
        template = "专家 {expert}：评分 {score}，减去其宽严 {shift}（已按所评多少收缩）"
        values = {"expert": case.expert(row), "score": writer.figure(case.score(row)), "shift": writer.figure(shift)}
        writer.write("corrected", "+", writer.seen(case.score(row)) - writer.seen(shift), template, **values)
    weight = n * fit.tau2 / (n * fit.tau2 + fit.sigma2) if fit.tau2 > 0 else 0.0
    values = {"tau": f"{fit.tau2:.4f}", "sigma": f"{fit.sigma2:.4f}", "n": str(n)}
    writer.write("count", "÷", n, "评分个数")
    writer.write("centre", "−", sign * fit.mu, "总平均")
    writer.write("shrinkage", "×", weight, "保留的比例 {n}×{tau} ÷（{n}×{tau} + {sigma}）", **values)
    writer.write("centre", "+", sign * fit.mu, "总平均")
    return sign * float(mixed_merit(ratings, fit)[1][case.at])


def _z_score(case: Case, writer: SheetWriter) -> float:
    ratings, y = case.ratings, case.ratings.totals.points
    parts = []
    for row in case.rows.tolist():
        own = y[ratings.j == ratings.j[row]]
        sd = float(own.std(ddof=1)) if len(own) > 1 else 0.0
        z = (float(y[row]) - float(own.mean())) / sd if sd > 1e-9 * ratings.span else 0.0
        template = "专家 {expert}：（评分 {score} − 其平均 {mean}）÷ 其标准差 {sd}"
        values = {"score": writer.figure(float(y[row])), "mean": writer.figure(float(own.mean())),
                  "sd": writer.figure(sd)}  # fmt: skip
        seen = writer.seen(float(y[row])) - writer.seen(float(own.mean()))
        writer.write("z", "+", seen / writer.seen(sd) if z else 0, template, expert=case.expert(row), **values)
        parts.append(z)
    spread, centre = float(y.std(ddof=1)) if len(y) > 1 else 0.0, float(y.mean())
    writer.write("count", "÷", len(parts), "评分个数")
    writer.write("spread", "×", spread, "全部评分的标准差")
    writer.write("centre", "+", centre, "全部评分的平均")
    return sum(parts) / len(parts) * spread + centre


def _min_max(case: Case, writer: SheetWriter) -> float:
    ratings, y = case.ratings, case.ratings.merits.points
    parts = []
    for row in case.rows.tolist():
        own = y[ratings.j == ratings.j[row]]
        least, most = float(own.min()), float(own.max())
        share = (float(y[row]) - least) / (most - least) if most > least else 0.5
        template = "专家 {expert}：评分 {score} 在其最差 {worst} 与最好 {best} 之间的位置"
        values = {"score": writer.figure(ratings.sign * float(y[row])), "worst": writer.figure(ratings.sign * least),
                  "best": writer.figure(ratings.sign * most)}  # fmt: skip
        writer.write("share", "+", share, template, expert=case.expert(row), **values)
        parts.append(share)
    return _on_scale(case, writer, parts)


def _rank(case: Case, writer: SheetWriter) -> float:
    ratings, places = case.ratings, midranks(case.ratings)
    parts = []
    for row in case.rows.tolist():
        n = int(ratings.reviews_per_expert[ratings.j[row]])
        template = "专家 {expert}：评 {n} 项，自低而高第 {place} 名，（{place} − 0.5）÷ {n}"
        values = {"expert": case.expert(row), "n": str(n), "place": f"{places[row]:g}"}
        writer.write("share", "+", (float(places[row]) - 0.5) / n, template, **values)
        parts.append((float(places[row]) - 0.5) / n)
    return _on_scale(case, writer, parts)


def _on_scale(case: Case, writer: SheetWriter, parts: list[float]) -> float:
    """Average shares and write them on the declared scale."""
    ratings = case.ratings
    lowest, highest = float(ratings.bounds[0]), float(ratings.bounds[1])
    mean = sum(parts) / len(parts)
    writer.write("count", "÷", len(parts), "评分个数")
    if ratings.sign == 1:
        writer.write("span", "×", ratings.span, "量表的宽度")
        writer.write("lowest", "+", lowest, "量表的最低分")
        return lowest + ratings.span * mean
    writer.write("span", "×", -ratings.span, "量表的宽度（分数越低越好，取负）")
    writer.write("highest", "+", highest, "量表的最高分")
    return highest - ratings.span * mean


def _ordinal(case: Case, writer: SheetWriter) -> float:
    """Write the expected score: the lowest grade plus each rise times the chance of reaching it."""
    sign, grades = case.ratings.sign, grades_of(case.ratings)
    fit = fit_ordinal(case.ratings, grades)
    quality = snapped(fit.quality[case.at : case.at + 1], 1.0, ORDINAL_GRID)[1]
    chances: FloatArray = odds_above(quality, fit.cuts)[0]
    total = float(grades.level[0])
    writer.write(
        "lowest", "+", sign * total, "最差一级的平均分；本申报的水平 {quality}（对数优势）", quality=f"{quality[0]:.4f}"
    )
    for cut, chance, rise in zip(fit.cuts.tolist(), chances.tolist(), np.diff(grades.level).tolist(), strict=True):
        template = "再上一级：分差 {rise} × 概率 {chance}（分界 {cut}）"
        values = {"rise": writer.figure(sign * rise), "chance": str(printed(chance, 6)), "cut": f"{cut:.4f}"}
        writer.write("rise", "+", writer.seen(sign * rise) * writer.seen(chance, 6), template, **values)
        total += rise * chance
    return sign * total


def _calibrated(case: Case, writer: SheetWriter) -> float:
    """Write the weighted sum of corrected scores; the rest of the weight rests on the level of the island."""
    ratings, posterior = case.ratings, case.posterior
    if posterior is None:
        raise ValueError("calibrated needs a posterior")
    sign, reviews, experts = ratings.sign, posterior.reviews, posterior.experts
    gaps = expert_profiles(ratings).set_index("expert")["above_panel"]
    rest = Fraction(1)
    for row in case.rows.tolist():
        j, share = int(ratings.j[row]), float(reviews.share[row])
        gap = gaps.iloc[j]
        template = (
            "专家 {expert}：评分 {score}，宽严 {leniency}（与同组共评时平均相差 {gap}），尺度 {scale}，"
            "离群概率 {outlier}；校正为 {corrected} × 分量 {share}"
        )
        values = {
            "expert": case.expert(row),
            "score": writer.figure(case.score(row)),
            "leniency": writer.figure(sign * float(experts.leniency[j])),
            "gap": "无" if gap is None or gap != gap else writer.figure(float(gap)),
            "scale": f"{experts.scale[j]:.3f}",
            "outlier": f"{reviews.contamination[row]:.0%}",
            "corrected": writer.figure(sign * float(reviews.corrected[row])),
            "share": str(printed(share, 6)),
        }
        corrected = writer.seen(sign * float(reviews.corrected[row]))
        writer.write("corrected", "+", corrected * writer.seen(share, 6), template, **values)
        rest -= writer.seen(share, 6)
    level = sign * float(posterior.level[case.at])
    template = "其余分量 {rest} 归于总体水平 {level}（评分越少、越不可靠，这一份越大）"
    values = {"rest": str(printed(rest, 6)), "level": writer.figure(level)}
    writer.write("level", "+", writer.seen(level) * rest, template, **values)
    return sign * float(posterior.estimate[case.at])


EXPLAINERS: Mapping[str, Explainer] = MappingProxyType(
    {
        "calibrated": _calibrated,
        "mean": _mean,
        "trimmed_mean": _trimmed_mean,
        "median": _median,
        "weighted": _weighted,
        "z_score": _z_score,
        "min_max": _min_max,
        "rank": _rank,
        "additive": _additive,
        "mixed": _mixed,
        "ordinal": _ordinal,
    }
)
