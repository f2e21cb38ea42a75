"""How a plan hangs together: the islands of its graph, and what calibrated differences cost across them.

Where score = declaration + expert + error (variance 1), the least-squares difference of two declarations has for
variance the effective resistance between them in the graph of experts and declarations, each assignment a resistor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from reviewers.assignment.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Panels:
    """Assignments as a graph: ``declaration`` and ``expert`` of each, and how many of both there are."""

    declaration: Ints
    expert: Ints
    n_declarations: int
    n_experts: int

    def islands(self) -> Ints:
        """Name the island of every declaration, then every expert, by its least member; idle ones stand alone."""
        label = np.arange(self.n_declarations + self.n_experts)
        ends = self.declaration, self.n_declarations + self.expert
        while True:
            before = label.copy()
            low = np.minimum(label[ends[0]], label[ends[1]])
            np.minimum.at(label, ends[0], low)
            np.minimum.at(label, ends[1], low)
            label = label[label]
            if np.array_equal(label, before):
                return label

    def n_islands(self) -> int:
        """Islands that have work."""
        return int(np.unique(self.islands()[self.declaration]).size)

    def solve(self, right: Floats, leak: float | Floats = 0.0, rounds: int = 400, tolerance: float = 1e-8) -> Floats:
        """Potentials of all nodes for injected currents (shape (n_nodes, n_columns)), by conjugate gradients.

        Every node loses ``leak`` (one number, or shape (n_nodes, 1)) times its potential; without a leak the currents
        must sum to 0 on every island. Declarations are eliminated first, which halves the rounds.
        Cost: O(assignments) per round and column.
        """
        n = self.n_declarations
        lost = np.broadcast_to(leak, (n + self.n_experts, 1))
        size = np.maximum(self._sums.of_declarations(np.ones((self.declaration.size, 1))) + lost[:n], 1e-9)
        degree = np.maximum(self._sums.of_experts(np.ones((self.declaration.size, 1))) + lost[n:], 1e-9)

        def image(potential: Floats) -> Floats:
            through = self._sums.of_declarations(potential[self.expert]) / size
            return np.asarray(degree * potential - self._sums.of_experts(through[self.declaration]), dtype=np.float64)

        current = right[n:] + self._sums.of_experts((right[:n] / size)[self.declaration])
        experts = _conjugate_gradients(image, current, degree, rounds, tolerance)
        return np.concatenate([(right[:n] + self._sums.of_declarations(experts[self.expert])) / size, experts])

    @cached_property
    def _sums(self) -> "Sums":
        return Sums(self.declaration, self.expert, self.n_declarations, self.n_experts)


class Sums:
    """Sums over the assignments of each declaration and each expert, column by column of a table."""

    def __init__(self, declaration: Ints, expert: Ints, n_declarations: int, n_experts: int) -> None:
        self.of_declarations = partial(_summed, *_grouped(declaration), n_declarations)
        self.of_experts = partial(_summed, *_grouped(expert), n_experts)


def _grouped(owner: Ints) -> tuple[Ints | None, Ints, Ints]:
    """The order that brings owners together (``None`` where they are), where each begins, and who it is."""
    is_sorted = not bool((np.diff(owner) < 0).any())
    order = None if is_sorted else np.argsort(owner, kind="stable")
    owners = owner if order is None else owner[order]
    start = np.flatnonzero(np.diff(owners, prepend=-1))
    return order, start, owners[start]


def _summed(order: Ints | None, start: Ints, owner: Ints, n: int, values: Floats) -> Floats:
    total = np.zeros((n, values.shape[1]))
    if owner.size:
        total[owner] = np.add.reduceat(values if order is None else values[order], start, axis=0)
    return total


def _conjugate_gradients(
    image: Callable[[Floats], Floats], right: Floats, degree: Floats, rounds: int, tolerance: float
) -> Floats:
    """Solve ``image(x) = right`` column by column, scaled by ``degree``; a column that is near enough stays."""
    x, residual = np.zeros_like(right), right.copy()
    limit = tolerance * (right * right).sum(axis=0)
    direction = residual / degree
    rho = (residual * direction).sum(axis=0)
    for _ in range(rounds):
        going = (residual * residual).sum(axis=0) > limit
        if not going.any():
            break
        bent = image(direction)
        curve = (direction * bent).sum(axis=0)
        going &= curve > 0
        step = np.where(going, rho / np.where(going, curve, 1.0), 0.0)
        x += step * direction
        residual -= step * bent
        z = residual / degree
        fresh = (residual * z).sum(axis=0)
        direction = z + np.where(going, fresh / np.where(going, rho, 1.0), 0.0) * direction
        rho = fresh
    return x


def difference_se(panels: Panels, first: Ints, second: Ints) -> Floats:
    """Standard error of the calibrated difference of each pair of declarations, in units of one score's error.

    Infinite where the two live on different islands.
    """
    label = panels.islands()
    right = np.zeros((label.size, first.size))
    column = np.arange(first.size)
    joined = label[first] == label[second]
    right[first[joined], column[joined]] += 1.0
    right[second[joined], column[joined]] -= 1.0
    potential = panels.solve(right)
    resistance = potential[first, column] - potential[second, column]
    return np.where(joined, np.sqrt(np.maximum(resistance, 0.0)), np.inf)
