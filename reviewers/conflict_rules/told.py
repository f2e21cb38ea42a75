"""What people told beforehand: ties, conflicts experts declared, requests of applicants, answers about identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewers.findings import DeclaredConflict, RequestedRecusal, SettledIdentity
from reviewers.people import Tie


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules are handed beside experts and declarations."""

    ties: Sequence[Tie] = ()
    declared: Sequence[DeclaredConflict] = ()
    requested: Sequence[RequestedRecusal] = ()
    settled: Sequence[SettledIdentity] = ()
