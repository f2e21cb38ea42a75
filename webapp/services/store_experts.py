"""Take imported experts into the pool; the same person of the same unit is brought up to date, not doubled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.merging import merged_expert
from reviewers.names import pinyin_key, stroke_key
from reviewers.people import Expert
from webapp import models
from webapp.permissions import Action, Actor, require
from webapp.queries import panels, pool
from webapp.services.expert_profiles import profile_of
from webapp.services.record_act import record_act
from webapp.services.round_people import engine_experts


@dataclass(frozen=True)
class PoolChange:
    """How many were new and how many were brought up to date."""

    n_added: int
    n_updated: int


def store_experts(session: Session, *, actor: Actor, experts: Sequence[Expert], now: datetime) -> PoolChange:
    """Store every expert of a table in one transaction."""
    require(actor, Action.IMPORT_POOL)
    known = {(row.name, row.unit): row for row in panels.active_experts(session)}
    merged = pool.merged_entries(session)
    whole = {row.id for row in merged.values()}
    n_added = 0
    for expert in experts:
        key = (expert.name, expert.main_unit)
        row = merged.get(key) or known.get(key)
        if row is None:
            row = models.Expert(name=expert.name, unit=expert.main_unit, created_at=now)
            session.add(row)
            known[key] = row
            n_added += 1
        row.pinyin_key, row.stroke_key = pinyin_key(expert.name)[:200], stroke_key(expert.name)[:400]
        row.profile = profile_of(merged_expert([*engine_experts([row]), expert]) if row.id in whole else expert)
    facts = {"added": n_added, "updated": len(experts) - n_added}
    record_act(session, actor=actor, action="import pool", facts=facts, now=now)
    return PoolChange(n_added, len(experts) - n_added)
