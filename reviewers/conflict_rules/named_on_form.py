"""The expert is named on the form: a contact, a leader, any other person in it."""

from __future__ import annotations

from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.identity import same_name
from reviewers.findings import Conflict

RULE = "named_on_form"


def find(context: Context) -> Iterator[Conflict]:
    """Experts who are, or may be, people of the form."""
    yield from same_name(context, RULE, ("contact", "named", "leader"))
