"""The sums behind z-score, min–max and rank."""

from __future__ import annotations

from scoring.calculation_sheet import SheetWriter
from scoring.explained_case import Case
from scoring.normalise import midranks


def z_score_sheet(case: Case, writer: SheetWriter) -> float:
    """Average the standard scores and bring them back to the round's scale."""
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


def min_max_sheet(case: Case, writer: SheetWriter) -> float:
    """Average the places between each expert's worst and best score."""
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


def rank_sheet(case: Case, writer: SheetWriter) -> float:
    """Average the places in each expert's own list."""
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
