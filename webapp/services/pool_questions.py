"""Experts of the pool who may be one person: asked about until somebody answers, for good."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.duplicates import PoolQuestion, find_duplicates
from webapp.models import Expert
from webapp.queries import panels, pool
from webapp.services.expert_profiles import expert_key
from webapp.services.known_tables import known_units
from webapp.services.round_people import engine_experts


@dataclass(frozen=True)
class AskedAbout:
    """A question with the rows of the pool it is about."""

    question: PoolQuestion
    experts: tuple[Expert, ...]


def pool_questions(session: Session) -> list[AskedAbout]:
    """List the questions nobody has answered."""
    experts = panels.active_experts(session)
    rows = {expert_key(row.id): row for row in experts}
    different = [
        frozenset(expert_key(one) for one in answer.experts["ids"])
        for answer in pool.pool_answers(session)
        if not answer.is_same
    ]
    asked = find_duplicates(engine_experts(experts), units=known_units(session), settled=different)
    return [AskedAbout(one, tuple(rows[key] for key in one.experts)) for one in asked]
