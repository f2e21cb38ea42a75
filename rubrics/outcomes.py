"""What a predicate finds: a result, the observed value and the reason, and how results combine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PASS = "pass"  # noqa: S105  # a result of screening, not a password
FAIL = "fail"
VETO = "veto"
NEEDS_DECISION = "needs_decision"
MISSING = "missing"
NOT_APPLICABLE = "not_applicable"
JUDGED = "judged"
RESULTS = (PASS, FAIL, VETO, NEEDS_DECISION, MISSING, NOT_APPLICABLE, JUDGED)

_ALL_ORDER = (FAIL, MISSING, NEEDS_DECISION, PASS, NOT_APPLICABLE)
_ANY_ORDER = (PASS, NOT_APPLICABLE, MISSING, NEEDS_DECISION, FAIL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one predicate finds in one declaration.

    Parameters
    ----------
    result
        One of ``RESULTS``.
    observed
        What was read, as a person would write it; empty when there is nothing.
    reason_template, reason_values
        A Chinese sentence with named places, and what stands in them.

    Examples
    --------
    >>> Outcome("fail", "4.99", "为 {observed}，低于 {limit}。", {"observed": "4.99", "limit": "5"}).reason
    '为 4.99，低于 5。'
    """

    result: str
    observed: str
    reason_template: str
    reason_values: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return the sentence with its places filled."""
        return self.reason_template.format(**self.reason_values)


def all_of(results: Iterable[str]) -> str:
    """Return the result when every part must hold: one certain failure decides, then a blank, then a doubt.

    Examples
    --------
    >>> all_of(["pass", "missing", "fail"]), all_of(["pass", "needs_decision", "missing"])
    ('fail', 'missing')
    """
    return min(results, key=_ALL_ORDER.index)


def any_of(results: Iterable[str]) -> str:
    """Return the result when one part suffices: pass, else a blank, else a doubt, else failure.

    Examples
    --------
    >>> any_of(["fail", "missing"]), any_of(["fail", "needs_decision"]), any_of(["missing", "pass"])
    ('missing', 'needs_decision', 'pass')
    """
    return min(results, key=_ANY_ORDER.index)
