"""Checked rows with numbers for labels and whole steps for scores, before they become ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray, IntArray, Lattice, Steps, starts_of
from scoring.missing import POLICIES, CriterionScores
from scoring.notes import Note, RatingProblem, RatingProblemsError
from scoring.rating_checks import Cells, problem

if TYPE_CHECKING:
    import pandas as pd

FINEST = 10**9  # steps to the point: what a score is kept to
Figure: TypeAlias = int | float | str | Decimal | Fraction
Scale: TypeAlias = tuple[Figure, Figure]
Groups: TypeAlias = Mapping[object, str] | str


@dataclass(frozen=True)
class Group:
    """A partition of declarations or experts: number of the group of each, and the groups' names."""

    of: IntArray
    names: tuple[str, ...]


@dataclass(frozen=True)
class CriterionRows:
    """Every single score: declaration, expert and criterion numbers and the score in steps, shape (n_scores,)."""

    i: IntArray
    j: IntArray
    k: IntArray
    scores: Lattice


def raise_if(problems: Sequence[RatingProblem]) -> None:
    """Refuse ratings with problems, all of them at once."""
    if problems:
        raise RatingProblemsError(tuple(problems))


def exact(figure: Figure) -> Fraction:
    """Return a figure as the decimal a person wrote: 0.1 is one tenth, not its nearest float."""
    return Fraction(repr(figure)) if isinstance(figure, float) else Fraction(figure)


def weights_and_bounds(
    frame: pd.DataFrame, given: Mapping[str, Figure] | None, scale: Scale | Mapping[str, Scale]
) -> tuple[dict[str, Fraction], dict[str, tuple[Fraction, Fraction]]]:
    """Return weight and bounds by criterion; one nameless criterion where each review is a total."""
    if "criterion" not in frame.columns:
        names = [""]
    elif given is not None:
        names = sorted(given)
    else:
        names = sorted(str(name) for name in frame["criterion"].dropna().unique())
    weights = {name: Fraction(1, len(names)) if given is None or name == "" else exact(given[name]) for name in names}
    scales = scale if isinstance(scale, Mapping) else dict.fromkeys(names, scale)
    return weights, {name: (exact(scales[name][0]), exact(scales[name][1])) for name in names if name in scales}


@dataclass(frozen=True)
class Layout:
    """Checked rows with numbers for labels, before the totals."""

    frame: pd.DataFrame
    declarations: pd.Index
    experts: pd.Index
    rows: CriterionRows
    weights: dict[str, Fraction]
    bounds: dict[str, tuple[Fraction, Fraction]]
    area_names: tuple[str, ...]
    areas: IntArray
    notes: tuple[Note, ...]

    @classmethod
    def of(
        cls,
        cells: Cells,
        weights: dict[str, Fraction],
        bounds: dict[str, tuple[Fraction, Fraction]],
        step: Fraction | None,
        area_of: Mapping[str, str],
    ) -> Layout:
        import pandas as pd

        frame = cells.frame.loc[~cells.is_absent] if cells.is_absent.any() else cells.frame
        i, declarations = numbered(frame["declaration"])
        j, experts = numbered(frame["expert"])
        names = list(weights)
        k = (
            pd.Index(names).get_indexer(pd.Index(frame["criterion"].astype(str)))
            if names != [""]
            else np.zeros(len(i), np.int64)
        )
        scores, notes = on_lattice(cells.score[~cells.is_absent], step, bounds)
        order = np.lexsort((k, j, i)) if names != [""] else np.argsort(i * len(experts) + j, kind="stable")
        rows = CriterionRows(i[order], j[order], np.asarray(k, dtype=np.int64)[order],
                             Lattice(scores.steps[order], scores.unit))  # fmt: skip
        area_names = sorted({area_of.get(name, name) for name in names})
        areas = np.array([area_names.index(area_of.get(name, name)) for name in names], dtype=np.int64)
        return cls(frame, declarations, experts, rows, weights, bounds, tuple(area_names), areas, notes)

    def rows_of(self, alive_i: IntArray, alive_j: IntArray) -> CriterionRows:
        """Keep the scores of declarations and experts that have a total, renumbered."""
        rows = self.rows
        if len(alive_i) == len(self.declarations) and len(alive_j) == len(self.experts):
            return rows
        keep = np.isin(rows.i, alive_i) & np.isin(rows.j, alive_j)
        return CriterionRows(
            np.searchsorted(alive_i, rows.i[keep]).astype(np.int64),
            np.searchsorted(alive_j, rows.j[keep]).astype(np.int64),
            rows.k[keep],
            Lattice(rows.scores.steps[keep], rows.scores.unit),
        )

    def totals(self, policy: str) -> tuple[IntArray, IntArray, Lattice]:
        """Return declaration, expert and total of every review that has one."""
        rows, weights = self.rows, tuple(self.weights.values())
        if list(self.weights) == [""]:
            return rows.i, rows.j, rows.scores
        laid_out, starts = by_review(rows, len(self.experts), weights, tuple(self.bounds.values()), self.areas)
        gained, is_kept = POLICIES[policy](laid_out)
        base = sum((w * bounds[0] for w, bounds in zip(weights, self.bounds.values(), strict=True)), Fraction(0))
        totals = raised(gained, base)
        return rows.i[starts][is_kept], rows.j[starts][is_kept], Lattice(totals.steps[is_kept], totals.unit)


def by_review(
    rows: CriterionRows,
    n_experts: int,
    weights: tuple[Fraction, ...],
    bounds: tuple[tuple[Fraction, Fraction], ...],
    areas: IntArray,
) -> tuple[CriterionScores, IntArray]:
    """Lay sorted rows out with one line per review; also return the first row of each review."""
    key = rows.i * n_experts + rows.j
    starts = starts_of(key)
    review = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(key))))
    lows = np.array([int(low / rows.scores.unit) for low, _ in bounds], dtype=np.int64)
    gain: Steps = np.zeros((len(starts), len(weights)), dtype=np.int64)
    is_present: NDArray[np.bool_] = np.zeros(gain.shape, dtype=bool)
    gain[review, rows.k] = rows.scores.steps - lows[rows.k]
    is_present[review, rows.k] = True
    spans = tuple(high - low for low, high in bounds)
    return CriterionScores(gain, is_present, weights, spans, areas, rows.scores.unit), starts


def raised(figures: Lattice, base: Fraction) -> Lattice:
    """Add one figure to all, exactly."""
    unit = Fraction(1, lcm(figures.unit.denominator, base.denominator))
    return Lattice(np.asarray(figures.steps * int(figures.unit / unit) + int(base / unit)), unit)


def numbered(labels: pd.Series) -> tuple[IntArray, pd.Index]:
    """Number the labels in sorted order; labels of mixed types are taken as text."""
    import pandas as pd

    if isinstance(labels.dtype, pd.CategoricalDtype) and labels.cat.categories.map(type).unique().tolist() == [str]:
        seen, codes = np.unique(labels.cat.codes.to_numpy(), return_inverse=True)
        names = labels.cat.categories[seen]
        order = names.argsort()
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        return place[codes], pd.Index(names[order])
    if labels.dtype == object or isinstance(labels.dtype, pd.CategoricalDtype):
        labels = labels.astype(str)
    codes, uniques = pd.factorize(labels, sort=True)
    return np.asarray(codes, dtype=np.int64), pd.Index(uniques)


def on_lattice(
    score: FloatArray, step: Fraction | None, bounds: Mapping[str, tuple[Fraction, Fraction]]
) -> tuple[Lattice, tuple[Note, ...]]:
    """Turn scores into whole steps: hundredths where they fit, else billionths, which is said."""
    declared = [figure.denominator for pair in bounds.values() for figure in pair]
    bottom = min(lcm(100, *declared, step.denominator if step else 1), FINEST)
    steps = np.round(score * bottom)
    if np.abs(score * bottom - steps).max() <= 1e-6:
        return Lattice(steps.astype(np.int64), Fraction(1, bottom)), ()
    while bottom * 10 <= FINEST:
        bottom *= 10
    note = Note("fine_scores", "部分评分的小数超过两位，按十亿分之一分取整后计算。")
    return Lattice(np.round(score * bottom).astype(np.int64), Fraction(1, bottom)), (note,)


def group_of(frame: pd.DataFrame, axis: str, labels: pd.Index, given: Groups | None) -> Group | None:
    """Number the group of every label; a column must give one group per label."""
    import pandas as pd

    if given is None:
        return None
    if isinstance(given, str):
        pairs = frame[[axis, given]].drop_duplicates()
        twice = pairs[pairs[axis].duplicated(keep=False)]
        if len(twice):
            first, second = twice[twice[axis] == twice[axis].iloc[0]][given].iloc[:2]
            row, label = twice.index[0], str(twice[axis].iloc[0])
            raise_if([problem(row, given, "two_groups", label=label, first=str(first), second=str(second))])
        names = pairs.set_index(axis)[given].reindex(labels).fillna("").astype(str)
    else:
        names = pd.Series([str(given.get(label, "")) for label in labels])
    of, unique = pd.factorize(names, sort=True)
    return Group(np.asarray(of, dtype=np.int64), tuple(str(name) for name in unique))
