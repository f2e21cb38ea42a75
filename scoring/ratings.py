"""The one input of the engine: declaration × expert × criterion × score, checked once at birth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scoring.lattice import IntArray, Lattice, starts_of
from scoring.missing import POLICY_NAMES
from scoring.notes import Note
from scoring.observations import Panel, observe
from scoring.panel_graph import islands
from scoring.rating_checks import cell_problems, column_problems, problem, read_cells
from scoring.rating_layout import (
    CriterionRows,
    Figure,
    Group,
    Groups,
    Layout,
    Scale,
    exact,
    group_of,
    raise_if,
    weights_and_bounds,
)

if TYPE_CHECKING:
    import pandas as pd

DIRECTIONS = ("higher_is_better", "lower_is_better")
ENOUGH_TO_SEE_A_STEP = 30


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
    direction
        ``higher_is_better`` or ``lower_is_better``.
    rows
        Every score by criterion, as it was given.
    weights, criterion_bounds, areas
        Points of the total per point of the criterion, its lowest and highest score, and its area (itself where none
        was given), in the order of ``criteria``; one entry where each review is one total.
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
    direction: str
    rows: CriterionRows
    weights: tuple[Fraction, ...]
    criterion_bounds: tuple[tuple[Fraction, Fraction], ...]
    areas: tuple[str, ...]
    missing: str
    declaration_group: Group | None = None
    expert_group: Group | None = None
    unscored: tuple[str, ...] = ()
    notes_at_birth: tuple[Note, ...] = ()

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
        raise_if(column_problems(frame))
        cells = read_cells(frame)
        weights, bounds = weights_and_bounds(frame, criteria_weights, scale)
        whole_step = None if step is None else exact(step)
        raise_if(list(cell_problems(cells, bounds, whole_step, is_required=missing == "require")))
        if cells.is_absent.all():
            raise_if([problem(None, "score", "no_scores")])
        layout = Layout.of(cells, weights, bounds, whole_step, area_of or {})
        return _born(layout, direction, missing, declaration_group, expert_group)

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


def _born(
    layout: Layout, direction: str, missing: str, of_declaration: Groups | None, of_expert: Groups | None
) -> Ratings:
    """Add up the totals under the policy and keep the declarations and experts that have one."""
    i, j, totals = layout.totals("exclude" if missing == "require" else missing)
    if len(i) == 0:
        raise_if([problem(None, "score", "no_scores")])
    alive_i, i = np.unique(i, return_inverse=True)
    alive_j, j = np.unique(j, return_inverse=True)
    declarations, experts = layout.declarations[alive_i], layout.experts[alive_j]
    weighed = [(weight, layout.bounds[name]) for name, weight in layout.weights.items()]
    return Ratings(
        declarations=declarations,
        experts=experts,
        criteria=tuple(name for name in layout.weights if name),
        i=i.astype(np.int64),
        j=j.astype(np.int64),
        totals=totals,
        bounds=(sum((w * b[0] for w, b in weighed), Fraction(0)), sum((w * b[1] for w, b in weighed), Fraction(0))),
        direction=direction,
        rows=layout.rows_of(alive_i, alive_j),
        weights=tuple(layout.weights.values()),
        criterion_bounds=tuple(layout.bounds[name] for name in layout.weights),
        areas=tuple(layout.area_names[at] for at in layout.areas.tolist()),
        missing=missing,
        declaration_group=group_of(layout.frame, "declaration", declarations, of_declaration),
        expert_group=group_of(layout.frame, "expert", experts, of_expert),
        unscored=tuple(str(label) for label in layout.declarations.delete(alive_i)),
        notes_at_birth=layout.notes,
    )
