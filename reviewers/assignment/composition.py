"""What a panel must be made of, as counts of experts with a label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Quota:
    """At least so many experts of a panel carry (or do not carry) the label its declaration asks for.

    Parameters
    ----------
    name : str
        What the organiser calls the rule, such as ``财务专家`` or ``区外专家``.
    expert_label : array of int, shape (n_experts,)
        The label of each expert, such as the number of a speciality or of a region.
    declaration_label : array of int, shape (n_declarations,)
        The label each declaration compares with.
    at_least : array of int, shape (n_declarations,)
        How many experts of the panel must count; 0 where the rule does not apply.
    same : bool
        ``True`` counts experts whose label equals the declaration's (two of a speciality), ``False`` those whose
        label differs (one from outside the region).

    Examples
    --------
    One expert from another region than the declaration's:

    >>> outside = Quota("区外专家", [1, 1, 2], [1, 2], [1, 1], same=False)
    >>> outside.counts(np.array([0, 0, 1]), np.array([0, 2, 2])).tolist()
    [False, True, False]
    """

    name: str
    expert_label: npt.ArrayLike
    declaration_label: npt.ArrayLike
    at_least: npt.ArrayLike
    same: bool = True

    def __post_init__(self) -> None:
        for field in ("expert_label", "declaration_label", "at_least"):
            frozen = np.array(getattr(self, field), dtype=np.int64)
            frozen.setflags(write=False)
            object.__setattr__(self, field, frozen)

    def counts(self, declaration: Ints, expert: Ints) -> npt.NDArray[np.bool_]:
        """Say which pairs count towards the quota."""
        equal = np.asarray(self.expert_label)[expert] == np.asarray(self.declaration_label)[declaration]
        return np.asarray(equal if self.same else ~equal, dtype=np.bool_)

    @property
    def least(self) -> Ints:
        """The required number per declaration."""
        return np.asarray(self.at_least, dtype=np.int64)


class CrossingQuotasError(ValueError):
    """Two rules of composition share experts of one panel, or a unit spans two rules: no network can hold them."""


def quota_classes(quotas: Sequence[Quota], declaration: Ints, expert: Ints) -> Ints:
    """The one quota each pair counts towards, or −1.

    Raises
    ------
    CrossingQuotasError
        Where a pair counts towards two quotas that apply to its declaration.
    """
    found = np.full(declaration.size, -1, dtype=np.int64)
    for number, quota in enumerate(quotas):
        counted = quota.counts(declaration, expert) & (quota.least[declaration] > 0)
        if bool((found[counted] >= 0).any()):
            raise CrossingQuotasError
        found[counted] = number
    return found
