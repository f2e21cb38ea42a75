"""How much calibration gains from the overlap of panels: a concave measure on a scale from 0 to 1.

Score = declaration + leniency of the expert + error (variance 1), leniencies spreading as widely as the error. With
d experts known for what they are, a declaration is known with variance 1/d; with panels that share nobody, with at most
2/d. The measure is 1 at the first (every leniency as good as known), 0 at the second (calibration gains nothing), and
linear in the mean variance between, so it is concave in the plan: any tangent bounds it for every plan.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reviewers.assignment.islands import Panels
from reviewers.assignment.problem import Floats, Ints
from reviewers.assignment.ties import splitmix64

LENIENCY = 1.0
EXACT_EXPERTS = 1_500
EXACT_PAIRS = 6_000_000
SKETCHES = 8


@dataclass(frozen=True, eq=False)
class Overlap:
    """A plan, or a mean of plans, as ``share`` (0 to 1) of every listed pair, sorted by declaration."""

    declaration: Ints
    expert: Ints
    share: Floats
    n_declarations: int
    n_experts: int

    @property
    def is_exact(self) -> bool:
        """Whether variances are computed, rather than estimated with random signs (large rounds)."""
        return self.n_experts <= EXACT_EXPERTS and self.n_declarations * self.n_experts <= EXACT_PAIRS

    @property
    def value(self) -> float:
        """The measure; 1 where nobody has a seat. Cost: one inverse of experts × experts, or O(assignments)."""
        least = float((1.0 / self._seats[self._seats > 0]).sum())
        if not least:
            return 1.0
        extra = float((self._inverse * self._shared).sum()) if self.is_exact else self._estimated_extra()
        return round(1.0 - LENIENCY * extra / least, 12)

    def gradient(self, declaration: Ints, expert: Ints) -> Floats:
        """What a unit of each pair would add to the measure."""
        least = float((1.0 / self._seats[self._seats > 0]).sum())
        if not least:
            return np.zeros(declaration.size)
        found = self._exact_drop if self.is_exact else self._estimated_drop
        return np.asarray(LENIENCY * found(declaration, expert) / least, dtype=np.float64)

    @cached_property
    def _seats(self) -> Floats:
        return np.asarray(np.bincount(self.declaration, self.share, self.n_declarations), dtype=np.float64)

    @cached_property
    def _weights(self) -> Floats:
        """Share of every pair in its declaration's panel."""
        return np.asarray(self.share / self._seats[self.declaration], dtype=np.float64)

    def _met(self, first: Floats, second: Floats) -> Floats:
        """Sum over panels of ``first`` × ``second`` for every pair of experts; shape (n_experts, n_experts)."""
        size = np.bincount(self.declaration, minlength=self.n_declarations)
        start = np.cumsum(size) - size
        many = size[self.declaration]
        one = np.repeat(np.arange(self.declaration.size), many)
        other = np.repeat(start[self.declaration] - (np.cumsum(many) - many), many) + np.arange(one.size)
        cell = self.expert[one] * self.n_experts + self.expert[other]
        counted = np.bincount(cell, first[one] * second[other], self.n_experts**2)
        return np.asarray(counted.reshape(self.n_experts, self.n_experts), dtype=np.float64)

    @cached_property
    def _shared(self) -> Floats:
        return self._met(self._weights, self._weights)

    @cached_property
    def _inverse(self) -> Floats:
        """Covariance of the leniencies once all scores are known."""
        load = np.bincount(self.expert, self.share, self.n_experts) + 1.0 / LENIENCY
        return np.asarray(np.linalg.inv(np.diag(load) - self._met(self._weights, self.share)), dtype=np.float64)

    def _exact_drop(self, declaration: Ints, expert: Ints) -> Floats:
        """Squared length of (column of the declaration − column of the expert) of the covariance."""
        n, m = self.n_declarations, self.n_experts
        panel = np.zeros((n, m))
        panel[self.declaration, self.expert] = self._weights
        seat = 1.0 / np.maximum(self._seats, 1e-9)
        between = panel @ self._inverse
        twice = self._inverse @ self._shared @ self._inverse
        through = panel @ twice
        own = seat**2 + 2.0 * seat * (between * panel).sum(axis=1) + (through * panel).sum(axis=1)
        cross = between * seat[:, None] + through
        drop = own[declaration] + np.diag(twice)[expert] - 2.0 * cross[declaration, expert]
        return np.asarray(np.where(self._seats[declaration] > 0, drop, 0.0), dtype=np.float64)

    @cached_property
    def _potential(self) -> tuple[Floats, Floats]:
        """Random signs on the declarations, and the covariance times them."""
        n, m = self.n_declarations, self.n_experts
        bits = splitmix64(np.arange(n * SKETCHES, dtype=np.uint64)).reshape(n, SKETCHES) & np.uint64(1)
        right = np.zeros((n + m, SKETCHES))
        right[:n] = np.where(bits, 1.0, -1.0) * (self._seats > 0)[:, None]
        leak = np.concatenate([np.where(self._seats > 0, 0.0, 1.0), np.full(m, 1.0 / LENIENCY)])[:, None]
        return right, Panels(self.declaration, self.expert, n, m).solve(right, leak)

    def _estimated_extra(self) -> float:
        right, potential = self._potential
        least = float((1.0 / self._seats[self._seats > 0]).sum())
        return float((right * potential).sum()) / SKETCHES - least

    def _estimated_drop(self, declaration: Ints, expert: Ints) -> Floats:
        drop = np.zeros(declaration.size)
        for column in self._potential[1].T:
            drop += (column[declaration] - column[self.n_declarations + expert]) ** 2
        return drop / SKETCHES
