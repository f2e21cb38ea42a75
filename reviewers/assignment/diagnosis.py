"""Why there is no plan, in facts and in the organiser's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Names = Mapping[str, Sequence[str]]
SHOWN = 5


@dataclass(frozen=True)
class Clash:
    """Declarations, experts and rules that cannot all be met.

    Parameters
    ----------
    kind : str
        ``seats`` (more wanted than can be given), ``least_work`` (experts must get more than there is), ``fixed``
        (a hand-made pair against a rule), ``composition`` or ``cap``.
    declarations, experts : tuple of int
        Who takes part.
    needed, available : int
        The two sides of the inequality that fails: ``needed > available``.
    is_minimal : bool
        Whether leaving out any one of the declarations (experts, for ``least_work``) was checked to end the clash.
    reason_template, reason_values
        Chinese sentence and its places; the places ``declarations`` and ``experts`` are filled with names.
    """

    kind: str
    declarations: tuple[int, ...]
    experts: tuple[int, ...]
    needed: int
    available: int
    is_minimal: bool
    reason_template: str
    reason_values: Mapping[str, str]

    def reason(self, names: Names | None = None) -> str:
        """The sentence in Chinese, with ``names["declaration"]`` and ``names["expert"]`` where they are given."""
        values = dict(self.reason_values)
        values["declarations"] = listed(self.declarations, "declaration", names)
        values["experts"] = listed(self.experts, "expert", names)
        return self.reason_template.format_map(values)


@dataclass(frozen=True)
class Change:
    """One bound moved ``by`` so many units, or one pair allowed (+1) or released (−1).

    For ``group`` the declaration may have ``by`` more experts of the unit that ``expert`` belongs to; for
    ``composition`` the rule numbered ``quota`` (from 0) asks for ``-by`` fewer experts.
    """

    declaration: int | None
    expert: int | None
    by: int
    quota: int | None = None


@dataclass(frozen=True)
class Relaxation:
    """A smallest set of changes of the named kinds that makes the problem solvable.

    Parameters
    ----------
    kind : str
        ``demand``, ``max_load``, ``min_load``, ``conflict``, ``group``, ``fixed``, ``candidate``, ``composition``,
        ``cap`` or ``mixed``.
    size : int
        Units of change: seats given up or added, pairs allowed. No relaxation of this kind is smaller.
    changes : dict of kind to tuple of Change
        What to change.
    to : float, optional
        The new value where one number changes for all (``cap``).
    """

    kind: str
    size: int
    changes: Mapping[str, tuple[Change, ...]]
    reason_template: str
    reason_values: Mapping[str, str]
    to: float | None = None

    @property
    def reason(self) -> str:
        """The sentence in Chinese."""
        return self.reason_template.format_map(dict(self.reason_values))


@dataclass(frozen=True)
class Diagnosis:
    """The clashes found and the relaxations that would do, smallest first."""

    clashes: tuple[Clash, ...]
    relaxations: tuple[Relaxation, ...]


class NoFeasiblePlan(ValueError):  # noqa: N818 - the name is part of the public contract: the fact, not a suffix
    """No plan meets the rules; ``diagnosis`` says why and what would help."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        super().__init__("；".join(clash.reason() for clash in diagnosis.clashes))


def listed(members: Sequence[int], axis: str, names: Names | None) -> str:
    """Name the first few members, count the rest."""
    known = (names or {}).get(axis)
    shown = [known[member] if known is not None else f"{member}" for member in members[:SHOWN]]
    return "、".join(shown) + (f"等{len(members)}个" if len(members) > SHOWN else "")
