"""The expert wrote the cluster's development plan."""

from __future__ import annotations

from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.identity import same_name
from reviewers.findings import Conflict

RULE = "plan_author"


def find(context: Context) -> Iterator[Conflict]:
    """Experts who are, or may be, authors of the plan."""
    yield from same_name(context, RULE, ("plan_author",))
