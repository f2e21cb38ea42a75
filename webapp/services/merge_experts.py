"""Merge the entries of one person: one row keeps every unit and speciality, and the conflicts of open rounds."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from reviewers.merging import merged_expert
from webapp.errors import Refusal
from webapp.models import Expert, MergedExpert, PoolAnswer
from webapp.queries import pool
from webapp.services.conflict_standing import is_barring
from webapp.services.expert_profiles import profile_of
from webapp.services.mark_gap import mark_gap
from webapp.services.round_people import engine_experts


def merge_experts(session: Session, experts: Sequence[Expert], answer: PoolAnswer) -> Expert:
    """Keep the entry that has a seat in a running round, else the oldest; the others leave the pool."""
    seated = {seat.expert_id for seat, _round in pool.seats_under_way(session, [one.id for one in experts])}
    if len(seated) > 1:
        raise Refusal("both-seated", "这几位专家中有不止一位已被正在进行的轮次抽中，请先办理其中一位退出，再合并。")
    kept, *others = sorted(experts, key=lambda one: (one.id not in seated, one.id))
    kept.profile = profile_of(merged_expert(engine_experts([kept, *others])))
    for earlier in pool.merged_into(session, [one.id for one in others]):
        earlier.kept_id = kept.id
    for one in others:
        one.active = False
        session.add(MergedExpert(expert_id=one.id, kept_id=kept.id, answer_id=answer.id))
    move_conflicts(session, kept, others)
    return kept


def move_conflicts(session: Session, kept: Expert, others: Sequence[Expert]) -> None:
    """Let the conflicts of rounds that still run hold for the kept entry; what it has already is not doubled."""
    mine = pool.conflicts_under_way(session, [kept.id])
    known = {(one.round_id, one.declaration_id, one.rule): one for one, _round in mine}
    moved = []
    for conflict, found in pool.conflicts_under_way(session, [one.id for one in others]):
        place = (conflict.round_id, conflict.declaration_id, conflict.rule)
        if place not in known:
            conflict.expert_id = kept.id
            known[place] = conflict
            moved.append((conflict, found))
        elif is_barring(conflict) and not is_barring(known[place]):
            known[place].source, known[place].evidence = conflict.source, conflict.evidence
            known[place].evidence_parts = conflict.evidence_parts
            moved.append((known[place], found))
            session.delete(conflict)
        else:
            session.delete(conflict)
    session.flush()
    for conflict, found in moved:
        if found.state == "scoring" and is_barring(conflict):
            mark_gap(session, found, conflict)
