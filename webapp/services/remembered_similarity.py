"""What is alike in a round, worked out anew only when a declaration has changed: comparing takes seconds."""

from typing import Any

from sqlalchemy.orm import Session

from rubrics.similarity import Similarity, find_similar
from webapp.models import Round
from webapp.queries import declarations

MOST_KEPT = 8
_KEPT: dict[tuple[Any, ...], tuple[Similarity, ...]] = {}


def similarities(session: Session, found: Round, city: str | None) -> tuple[Similarity, ...]:
    """Compare what was handed in, of one city or of all; the same declarations are compared once by each process."""
    place = str(session.connection().engine.url)
    key = (place, found.id, found.pack_id, city, *declarations.change_mark(session, found.id))
    if key not in _KEPT:
        listed = declarations.answers_handed_in(session, found.id, city)
        alike = find_similar(dict(listed))
        while len(_KEPT) >= MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[key] = alike
    return _KEPT[key]
