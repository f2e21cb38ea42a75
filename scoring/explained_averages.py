"""The sums behind mean, trimmed mean, median and weighted composite; exact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from scoring.averages import FEWEST_TO_TRIM
from scoring.calculation_sheet import SheetWriter
from scoring.explained_case import Case
from scoring.lattice import IntArray


def _scores(case: Case, writer: SheetWriter, rows: IntArray) -> Fraction:
    for row in rows.tolist():
        writer.write("score", "+", case.score(row), "专家 {expert} 的评分", expert=case.expert(row))
    return sum((case.score(row) for row in rows.tolist()), Fraction(0))


def mean_sheet(case: Case, writer: SheetWriter) -> Fraction:
    """Add the scores and divide by their number."""
    total = _scores(case, writer, case.rows) / len(case.rows)
    writer.write("count", "÷", len(case.rows), "评分个数")
    return total


def trimmed_mean_sheet(case: Case, writer: SheetWriter) -> Fraction:
    """Add the scores, take one highest and one lowest away, divide by the number of the rest."""
    if len(case.rows) < FEWEST_TO_TRIM:
        return mean_sheet(case, writer)
    total = _scores(case, writer, case.rows)
    ordered = sorted(case.rows.tolist(), key=case.score)
    highest, lowest = ordered[-1], ordered[0]
    writer.write("highest", "−", case.score(highest), "去掉一个最高分（专家 {expert}）", expert=case.expert(highest))
    writer.write("lowest", "−", case.score(lowest), "去掉一个最低分（专家 {expert}）", expert=case.expert(lowest))
    writer.write("count", "÷", len(ordered) - 2, "其余评分个数")
    return (total - case.score(highest) - case.score(lowest)) / (len(ordered) - 2)


def median_sheet(case: Case, writer: SheetWriter) -> Fraction:
    """Add the middle one or two scores and divide by their number."""
    ordered = sorted(case.rows.tolist(), key=case.score)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    total = sum((case.score(row) for row in middle), Fraction(0))
    for row in middle:
        writer.write("middle", "+", case.score(row), "从高到低居中的评分（专家 {expert}）", expert=case.expert(row))
    writer.write("count", "÷", len(middle), "居中评分个数")
    return total / len(middle)


def weighted_sheet(case: Case, writer: SheetWriter) -> Fraction:
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
