"""Anderson's acceleration of a fixed-point iteration: as many rounds as a Newton method, none of its equations."""

from __future__ import annotations

import numpy as np

from scoring.lattice import FloatArray

DEPTH = 5  # rounds remembered
PLAIN = 3  # rounds before the first leap
LONGEST = 0.5  # a leap beyond this is not believed
RIDGE = 1e-12


class Accelerator:
    """Proposes where to go next from where the last rounds started and ended.

    Notes
    -----
    Anderson (1965), Journal of the ACM 12:547-560; Walker and Ni (2011), SIAM J. Numer. Anal. 49:1715-1735. Forgets
    everything when a round moves twice as far as the best one since did. O(depth × n) per round.

    Examples
    --------
    A slow iteration towards 2, x ← 0.9 x + 0.2, leaps as soon as it may:

    >>> ahead, x = Accelerator(), np.array([1.7])
    >>> for _ in range(5):
    ...     x = ahead.next(x, 0.9 * x + 0.2)
    >>> round(float(x[0]), 6)
    2.0
    """

    def __init__(self) -> None:
        self.ends: list[FloatArray] = []
        self.moves: list[FloatArray] = []
        self.rounds, self.least = 0, np.inf

    def next(self, start: FloatArray, end: FloatArray) -> FloatArray:
        """Return the next start, given where this round started and ended."""
        move = end - start
        size = float(np.abs(move).max(initial=0.0))
        if size > 2.0 * self.least:
            self.ends, self.moves, self.least = [], [], size
        self.least = min(self.least, size)
        self.ends, self.moves = [*self.ends[-DEPTH:], end], [*self.moves[-DEPTH:], move]
        self.rounds += 1
        return end - self._leap(move) if self.rounds > PLAIN and len(self.moves) > 1 else end

    def _leap(self, move: FloatArray) -> FloatArray | float:
        turns, steps = np.diff(np.stack(self.moves), axis=0), np.diff(np.stack(self.ends), axis=0)
        products = turns @ turns.T
        ridge = RIDGE * np.trace(products) + np.finfo(np.float64).tiny
        leap = np.linalg.solve(products + ridge * np.eye(len(products)), turns @ move) @ steps
        return leap if float(np.abs(leap).max(initial=0.0)) <= LONGEST else 0.0
