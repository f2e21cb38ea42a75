"""One declaration within its round, as the calculation sheets look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.calibration_posterior import Posterior
from scoring.lattice import IntArray
from scoring.rating_layout import Figure, exact
from scoring.ratings import Ratings


@dataclass(frozen=True)
class Case:
    """One declaration within its round: its number, its reviews (rows) and, where one was fitted, the posterior."""

    ratings: Ratings
    at: int
    posterior: Posterior | None
    expert_weights: Mapping[object, Figure]

    @property
    def rows(self) -> IntArray:
        """Rows of the declaration's reviews."""
        return np.flatnonzero(self.ratings.i == self.at)

    def expert(self, row: int) -> str:
        """Label of the expert of a review."""
        return str(self.ratings.experts[self.ratings.j[row]])

    def voice(self, j: int) -> Fraction:
        """Announced weight of an expert, 1 where none was."""
        return exact(self.expert_weights.get(self.ratings.experts[j], 1))

    def score(self, row: int) -> Fraction:
        """Exact total of a review."""
        return self.ratings.totals.fraction(row)
