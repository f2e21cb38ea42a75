"""How a plan hangs together: the islands of its graph, and what calibrated differences cost across them.

Where score = declaration + expert + error (variance 1), the least-squares difference of two declarations has for
variance the effective resistance between them in the graph of experts and declarations, each assignment a resistor.
"""

from dataclasses import dataclass

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
        must sum to 0 on every island.
        Cost: O(assignments) per round and column.
        """
        degree = np.maximum(self._gather(np.ones((self.declaration.size, 1))) + leak, 1e-9)
        x, residual = np.zeros_like(right), right.copy()
        z = residual / degree
        direction, rho = z.copy(), (residual * z).sum(axis=0)
        limit = tolerance * np.maximum((right * right).sum(axis=0), 1e-300)
        for _ in range(rounds):
            image = self._laplacian(direction) + leak * direction
            step = rho / np.maximum((direction * image).sum(axis=0), 1e-300)
            x += step * direction
            residual -= step * image
            if bool(((residual * residual).sum(axis=0) <= limit).all()):
                break
            z = residual / degree
            fresh = (residual * z).sum(axis=0)
            direction = z + fresh / np.maximum(rho, 1e-300) * direction
            rho = fresh
        return x

    def _laplacian(self, potential: Floats) -> Floats:
        drop = potential[self.declaration] - potential[self.n_declarations + self.expert]
        return self._gather(drop, opposite=True)

    def _gather(self, flow: Floats, *, opposite: bool = False) -> Floats:
        total = np.empty((self.n_declarations + self.n_experts, flow.shape[1]))
        sign = -1.0 if opposite else 1.0
        for column in range(flow.shape[1]):
            total[: self.n_declarations, column] = np.bincount(self.declaration, flow[:, column], self.n_declarations)
            total[self.n_declarations :, column] = sign * np.bincount(self.expert, flow[:, column], self.n_experts)
        return total


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
