"""Which conflicts forbid a pair: all but questions nobody has answered and those a person dismissed."""

from collections.abc import Iterable

from webapp.models import Conflict

OPEN, CONFIRMED, DISMISSED = "question", "confirmed", "dismissed"


def is_barring(conflict: Conflict) -> bool:
    """Whether the pair must not meet."""
    return conflict.source not in (OPEN, DISMISSED)


def barred_pairs(conflicts: Iterable[Conflict]) -> set[tuple[int, int]]:
    """The forbidden pairs as ids of declaration and expert."""
    return {(one.declaration_id, one.expert_id) for one in conflicts if is_barring(one)}
