"""The one input of the engine: declaration × expert × criterion × score, checked once at birth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.lattice import FloatArray, IntArray, Lattice, Steps, starts_of
from scoring.missing import POLICIES, POLICY_NAMES, CriterionScores
from scoring.notes import Note, RatingProblem, RatingProblemsError
from scoring.observations import Panel, observe
from scoring.panel_graph import islands
from scoring.rating_checks import Cells, cell_problems, column_problems, problem, read_cells

Figure: TypeAlias = int | float | str | Decimal | Fraction
Scale: TypeAlias = tuple[Figure, Figure]
Groups: TypeAlias = Mapping[object, str] | str
ENOUGH_TO_SEE_A_STEP = 30
DIRECTIONS = ("higher_is_better", "lower_is_better")


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


@dataclass(frozen=True)
class Ratings:
    """Scores of a round, checked, in canonical order (declaration label, then expert label).

    Build it with `from_frame`. Missing is absent, never a number. Figures are exact (`Lattice`).

    Attributes
    ----------
    declarations, experts
        Labels, sorted; axis `i` and `j`.
    criteria
        Names of the criteria, sorted, empty where each review is one total; axis `k`.
    i, j
        Declaration and expert of each review that has a total, shape (n_reviews,).
    totals
        Total of each review in points, exact, shape (n_reviews,).
    bounds
        Lowest and highest possible total, in points.
    declared_step
        Smallest difference between two scores as announced, or ``None``.
    direction
        ``higher_is_better`` or ``lower_is_better``.
    rows
        Every score by criterion, as it was given.
    weights
        Points of the total per point of the criterion, in the order of ``criteria``.
    missing
        Name of the policy for criteria without a score.
    declaration_group, expert_group
        Groups, or ``None``.
    unscored
        Declarations in the frame that have no total under the policy; they are ranked nowhere.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": ["甲", "甲", "乙"], "expert": ["A", "B", "A"], "score": [80, None, 90.5]})
    >>> ratings = Ratings.from_frame(frame)
    >>> ratings.n_reviews, ratings.totals.fraction(1)  # the empty cell is no score, 乙 sorts before 甲
    (2, Fraction(80, 1))
    """

    declarations: pd.Index
    experts: pd.Index
    criteria: tuple[str, ...]
    i: IntArray
    j: IntArray
    totals: Lattice
    bounds: tuple[Fraction, Fraction]
    declared_step: Fraction | None
    direction: str
    rows: CriterionRows
    weights: tuple[Fraction, ...]
    missing: str
    declaration_group: Group | None = None
    expert_group: Group | None = None
    unscored: tuple[str, ...] = ()
    notes_at_birth: tuple[Note, ...] = field(default=())

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        scale: Scale | Mapping[str, Scale] = (0, 100),
        step: Figure | None = None,
        criteria_weights: Mapping[str, Figure] | None = None,
        area_of: Mapping[str, str] | None = None,
        direction: str = "higher_is_better",
        missing: str = "exclude",
        declaration_group: Groups | None = None,
        expert_group: Groups | None = None,
    ) -> Ratings:
        """Check a table of scores and turn it into ratings.

        Parameters
        ----------
        frame
            Columns ``declaration``, ``expert``, ``score`` and, where there are several, ``criterion`` (or ``area``).
        scale
            Lowest and highest score, in points; by criterion where they differ.
        step
            Smallest difference between two scores; ``None`` lets any score stand (kept to a billionth of a point).
        criteria_weights
            Points of the total per point of the criterion, used as given. Equal shares that sum to 1 when absent.
        area_of
            Area of each criterion, for the policy ``renormalise_within_area``.
        direction
            ``higher_is_better`` or ``lower_is_better``.
        missing
            ``require``, ``exclude``, ``lowest``, ``renormalise`` or ``renormalise_within_area``.
        declaration_group, expert_group
            Label → group, or the name of a column.

        Raises
        ------
        RatingProblemsError
            With every problem found.
        ValueError
            For an unknown direction or policy: a broken call, not a mistake of the table's.

        Notes
        -----
        O(n log n) for n scores, vectorised.
        """
        if direction not in DIRECTIONS or missing not in POLICY_NAMES:
            raise ValueError(f"unknown direction {direction!r} or missing policy {missing!r}")
        frame = frame.rename(columns={"area": "criterion"}) if "criterion" not in frame.columns else frame
        _raise_if(column_problems(frame))
        cells = read_cells(frame)
        weights, bounds = _weights_and_bounds(frame, criteria_weights, scale)
        whole_step = None if step is None else exact(step)
        _raise_if(list(cell_problems(cells, bounds, whole_step, is_required=missing == "require")))
        if cells.is_absent.all():
            _raise_if([problem(None, "score", "no_scores")])
        draft = _Draft.of(cells, weights, bounds, whole_step, area_of or {})
        return draft.finish(direction, missing, declaration_group, expert_group)

    @property
    def n_declarations(self) -> int:
        """Number of declarations with a total."""
        return len(self.declarations)

    @property
    def n_experts(self) -> int:
        """Number of experts with a total."""
        return len(self.experts)

    @property
    def n_reviews(self) -> int:
        """Number of totals."""
        return len(self.i)

    @property
    def sign(self) -> int:
        """1 where more points are better, else −1."""
        return 1 if self.direction == "higher_is_better" else -1

    @property
    def span(self) -> float:
        """Width of the scale of the total, in points."""
        return float(self.bounds[1] - self.bounds[0])

    @cached_property
    def step(self) -> Fraction:
        """Rounding of a total in points: the widest lattice that holds all totals, from 30 reviews on; else capped."""
        steps = self.totals.steps
        lattice = int(np.gcd.reduce(np.unique(steps - steps.min()))) * self.totals.unit or self.totals.unit
        return (
            lattice if self.n_reviews >= ENOUGH_TO_SEE_A_STEP else min(lattice, (self.bounds[1] - self.bounds[0]) / 100)
        )

    @cached_property
    def merits(self) -> Lattice:
        """Totals turned so that more is better: the totals themselves, or their negatives; shape (n_reviews,)."""
        return self.totals if self.sign == 1 else Lattice(-self.totals.steps, self.totals.unit)

    @cached_property
    def starts(self) -> IntArray:
        """Where each declaration's reviews begin, shape (n_declarations,)."""
        return starts_of(self.i)

    @cached_property
    def reviews_per_declaration(self) -> IntArray:
        """Number of totals of each declaration, shape (n_declarations,)."""
        return np.bincount(self.i, minlength=self.n_declarations).astype(np.int64)

    @cached_property
    def reviews_per_expert(self) -> IntArray:
        """Number of totals of each expert, shape (n_experts,)."""
        return np.bincount(self.j, minlength=self.n_experts).astype(np.int64)

    @cached_property
    def island(self) -> IntArray:
        """Connected piece of each declaration, then of each expert."""
        return islands(self.i, self.j, self.n_declarations, self.n_experts)

    @cached_property
    def observations(self) -> tuple[Note, ...]:
        """What a careful reader would remark on: islands, lone scores, constant scorers, unscored declarations."""
        seen = Panel(self.declarations, self.experts, self.i, self.j, self.totals.steps, self.island, self.unscored)
        return (*self.notes_at_birth, *observe(seen))


def exact(figure: Figure) -> Fraction:
    """Return a figure as the decimal a person wrote: 0.1 is one tenth, not its nearest float."""
    return Fraction(repr(figure)) if isinstance(figure, float) else Fraction(figure)


def _raise_if(problems: Sequence[RatingProblem]) -> None:
    if problems:
        raise RatingProblemsError(tuple(problems))


def _weights_and_bounds(
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
class _Draft:
    """Checked rows with numbers for labels, before the totals."""

    frame: pd.DataFrame
    declarations: pd.Index
    experts: pd.Index
    rows: CriterionRows
    weights: dict[str, Fraction]
    bounds: dict[str, tuple[Fraction, Fraction]]
    areas: IntArray
    step: Fraction | None
    notes: tuple[Note, ...]

    @classmethod
    def of(
        cls,
        cells: Cells,
        weights: dict[str, Fraction],
        bounds: dict[str, tuple[Fraction, Fraction]],
        step: Fraction | None,
        area_of: Mapping[str, str],
    ) -> _Draft:
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
        return cls(frame, declarations, experts, rows, weights, bounds, areas, step, notes)

    def finish(self, direction: str, missing: str, of_declaration: Groups | None, of_expert: Groups | None) -> Ratings:
        i, j, totals = self.totals("exclude" if missing == "require" else missing)
        if len(i) == 0:
            _raise_if([problem(None, "score", "no_scores")])
        alive_i, i = np.unique(i, return_inverse=True)
        alive_j, j = np.unique(j, return_inverse=True)
        unscored = self.declarations.delete(alive_i)
        weighed = [(weight, self.bounds[name]) for name, weight in self.weights.items()]
        return Ratings(
            declarations=self.declarations[alive_i],
            experts=self.experts[alive_j],
            criteria=tuple(name for name in self.weights if name),
            i=i.astype(np.int64),
            j=j.astype(np.int64),
            totals=totals,
            bounds=(sum((w * b[0] for w, b in weighed), Fraction(0)), sum((w * b[1] for w, b in weighed), Fraction(0))),
            declared_step=self.step,
            direction=direction,
            rows=self.rows_of(alive_i, alive_j),
            weights=tuple(self.weights.values()),
            missing=missing,
            declaration_group=group_of(self.frame, "declaration", self.declarations[alive_i], of_declaration),
            expert_group=group_of(self.frame, "expert", self.experts[alive_j], of_expert),
            unscored=tuple(str(label) for label in unscored),
            notes_at_birth=self.notes,
        )

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
        rows = self.rows
        if list(self.weights) == [""]:
            return rows.i, rows.j, rows.scores
        key = rows.i * len(self.experts) + rows.j
        starts = starts_of(key)
        review = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(key))))
        lows = np.array([int(bounds[0] / rows.scores.unit) for bounds in self.bounds.values()], dtype=np.int64)
        gain: Steps = np.zeros((len(starts), len(self.weights)), dtype=np.int64)
        is_present: NDArray[np.bool_] = np.zeros(gain.shape, dtype=bool)
        gain[review, rows.k] = rows.scores.steps - lows[rows.k]
        is_present[review, rows.k] = True
        spans = tuple(bounds[1] - bounds[0] for bounds in self.bounds.values())
        weights = tuple(self.weights.values())
        laid_out = CriterionScores(gain, is_present, weights, spans, self.areas, rows.scores.unit)
        gained, is_kept = POLICIES[policy](laid_out)
        base = sum((w * bounds[0] for w, bounds in zip(weights, self.bounds.values(), strict=True)), Fraction(0))
        unit = Fraction(1, np.lcm(gained.unit.denominator, base.denominator))
        steps = gained.steps * int(gained.unit / unit) + int(base / unit)
        return rows.i[starts][is_kept], rows.j[starts][is_kept], Lattice(np.asarray(steps)[is_kept], unit)


def numbered(labels: pd.Series) -> tuple[IntArray, pd.Index]:
    """Number the labels in sorted order; labels of mixed types are taken as text."""
    if labels.dtype == object or isinstance(labels.dtype, pd.CategoricalDtype):
        labels = labels.astype(str)
    codes, uniques = pd.factorize(labels, sort=True)
    return np.asarray(codes, dtype=np.int64), pd.Index(uniques)


def on_lattice(
    score: FloatArray, step: Fraction | None, bounds: Mapping[str, tuple[Fraction, Fraction]]
) -> tuple[Lattice, tuple[Note, ...]]:
    """Turn scores into whole steps: hundredths where they fit, else billionths, which is said."""
    declared = [figure for pair in bounds.values() for figure in pair] + ([step] if step else [])
    bottom = int(np.lcm.reduce([100, *(figure.denominator for figure in declared)]))
    steps = np.round(score * bottom)
    if np.abs(score * bottom - steps).max() > 1e-6:
        note = Note("fine_scores", "部分评分的小数超过两位，按十亿分之一分取整后计算。")
        return Lattice(np.round(score * (bottom * 10**7)).astype(np.int64), Fraction(1, bottom * 10**7)), (note,)
    return Lattice(steps.astype(np.int64), Fraction(1, bottom)), ()


def group_of(frame: pd.DataFrame, axis: str, labels: pd.Index, given: Groups | None) -> Group | None:
    """Number the group of every label; a column must give one group per label."""
    if given is None:
        return None
    if isinstance(given, str):
        pairs = frame[[axis, given]].drop_duplicates()
        twice = pairs[pairs[axis].duplicated(keep=False)]
        if len(twice):
            first, second = twice[twice[axis] == twice[axis].iloc[0]][given].iloc[:2]
            row, label = twice.index[0], str(twice[axis].iloc[0])
            _raise_if([problem(row, given, "two_groups", label=label, first=str(first), second=str(second))])
        names = pairs.set_index(axis)[given].reindex(labels).fillna("").astype(str)
    else:
        names = pd.Series([str(given.get(label, "")) for label in labels])
    of, unique = pd.factorize(names, sort=True)
    return Group(np.asarray(of, dtype=np.int64), tuple(str(name) for name in unique))
