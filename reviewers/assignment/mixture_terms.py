"""The three terms a mixture weighs, each on a scale that ends at 1."""

from dataclasses import dataclass

import numpy as np

from reviewers.assignment.fair import Setting
from reviewers.assignment.floor_prices import Bools
from reviewers.assignment.overlap import Overlap
from reviewers.assignment.problem import Ints, Problem
from reviewers.assignment.total import with_fixed


@dataclass(frozen=True, eq=False)
class Yardstick:
    """What the terms are divided by, all after fits were moved so that none is negative.

    ``most`` is the largest total fit, ``floor`` the largest fit per seat of the worst-served that is not ruled out.
    """

    problem: Problem
    setting: Setting
    seed: int
    most: float
    floor: float

    @property
    def scales(self) -> dict[str, float]:
        """What each fit term is divided by; where there is nothing to gain the term is 1."""
        return {"total": self.most, "fair": self.floor}

    def whole_pairs(self, chosen: Ints) -> tuple[Ints, Ints]:
        """Chosen candidates of all, by number, fixed ones added."""
        whole = self.setting.candidates
        return with_fixed(self.problem, whole.declaration[chosen], whole.expert[chosen])

    def pairs(self, on: Bools) -> tuple[Ints, Ints]:
        """Chosen pairs of the shortlist, fixed ones added."""
        near = self.setting.there.candidates
        return with_fixed(self.problem, near.declaration[on], near.expert[on])

    def overlap(self, *plans: tuple[Ints, Ints]) -> Overlap:
        """The mean of plans, its pairs sorted by declaration."""
        n, m = self.problem.shape
        keys = np.concatenate([declaration * m + expert for declaration, expert in plans])
        key, count = np.unique(keys, return_counts=True)
        return Overlap(key // m, key % m, count / len(plans), n, m)

    def terms(self, plan: tuple[Ints, Ints]) -> dict[str, float]:
        """Value of every term of one plan."""
        fit = np.nan_to_num(self.problem.fit(*plan), nan=0.0) - self.setting.least_fit
        served = np.bincount(plan[0], fit, self.problem.n_declarations).astype(np.float64)
        return {
            "total": _share(float(served.sum()), self.most),
            "fair": _share(self.setting.least(served), self.floor),
            "comparable": self.overlap(plan).value,
        }


def _share(reached: float, most: float) -> float:
    return reached / most if most > 0 else 1.0
