"""The sums behind the additive, mixed, ordinal and calibrated models."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from scoring.additive import fit_additive
from scoring.agreement import expert_profiles
from scoring.calculation_sheet import SheetWriter, printed
from scoring.explained_case import Case
from scoring.lattice import FloatArray
from scoring.mixed import fit_mixed, mixed_merit
from scoring.normalise import snapped
from scoring.ordinal import GRID as ORDINAL_GRID
from scoring.ordinal import fit_ordinal, grades_of, odds_above

WITHIN = (
    "专家 {expert}：评分 {score}，宽严 {leniency}（与同组共评时平均相差 {gap}），尺度 {scale}，"
    "离群概率 {outlier}；校正为 {corrected} × 分量 {share}"
)
AT_END = (
    "专家 {expert}：评分 {score}（已到量表尽头，按可能还在其外估计），宽严 {leniency}（与同组共评时平均相差 {gap}），"
    "尺度 {scale}，离群概率 {outlier}；校正为 {corrected} × 分量 {share}"
)


def additive_sheet(case: Case, writer: SheetWriter) -> float:
    """Average the scores less the leniency of their experts."""
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


def mixed_sheet(case: Case, writer: SheetWriter) -> float:
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


def ordinal_sheet(case: Case, writer: SheetWriter) -> float:
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


def calibrated_sheet(case: Case, writer: SheetWriter) -> float:
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
        template = AT_END if reviews.at_end[row] else WITHIN
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
