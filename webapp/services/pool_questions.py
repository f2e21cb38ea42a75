"""Experts of the pool who may be one person: asked about until somebody answers, for good."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.duplicates import PoolQuestion, find_duplicates
from webapp.models import Expert
from webapp.queries import panel_windows, panels, pool
from webapp.services.expert_profiles import expert_key
from webapp.services.known_tables import known_units
from webapp.services.round_people import engine_experts

# What was found in the pool as it stood, by everything that was looked at: comparing takes longer with every expert.
MOST_KEPT = 4
_FOUND: dict[str, list[PoolQuestion]] = {}


@dataclass(frozen=True)
class AskedAbout:
    """A question with the rows of the pool it is about."""

    question: PoolQuestion
    experts: tuple[Expert, ...]


def pool_questions(session: Session) -> list[AskedAbout]:
    """List the questions nobody has answered."""
    different = [
        frozenset(expert_key(one) for one in answer.experts["ids"])
        for answer in pool.pool_answers(session)
        if not answer.is_same
    ]
    units = known_units(session)
    mark = f"{panel_windows.pool_as_stored(session)} {units} {[sorted(one) for one in different]}"
    asked = _FOUND.get(mark)
    if asked is None:
        engine = engine_experts(panels.active_experts(session))
        asked = list(find_duplicates(engine, units=units, settled=different))
        while len(_FOUND) >= MOST_KEPT:
            _FOUND.pop(next(iter(_FOUND)), None)
        _FOUND[mark] = asked
    named = pool.experts_by_ids(session, [int(key[1:]) for one in asked for key in one.experts])
    rows = {expert_key(row.id): row for row in named}
    return [AskedAbout(one, tuple(rows[key] for key in one.experts)) for one in asked]
