"""What is fixed before any random number is known: who may be drawn, and which conflicts stand."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from webapp.models import Expert, Round
from webapp.queries import panels, rounds
from webapp.services.bundle_parts import conflicts_part
from webapp.services.conflict_standing import barred_pairs
from webapp.services.derived_numbers import part_digest, pool_fingerprint
from webapp.services.expert_profiles import expert_key
from webapp.services.round_settings import RoundSettings


def unit_labels(experts: Sequence[Expert]) -> dict[str, str]:
    """Label each expert's unit with a number, so that the record can be published without naming it."""
    numbers = {unit: f"U{index:04d}" for index, unit in enumerate(sorted({row.unit for row in experts}), start=1)}
    return {expert_key(row.id): numbers[row.unit] for row in experts}


def excluded_from_draw(session: Session, found: Round, experts: Sequence[Expert]) -> dict[str, list[str]]:
    """Name everyone who cannot sit: not available, or in conflict with nearly every declaration."""
    demand = RoundSettings.from_json(found.settings).experts_per_declaration
    barred: dict[int, int] = {}
    for _declaration, expert in barred_pairs(panels.conflicts_of_round(session, found.id)):
        barred[expert] = barred.get(expert, 0) + 1
    n_declarations = rounds.count_admitted(session, found.id)
    reasons: dict[str, list[str]] = {}
    for row in experts:
        n = barred.get(row.id, 0)
        if not row.profile.get("available", True):
            reasons.setdefault(expert_key(row.id), []).append("本轮次不能参加")
        if n_declarations - n < min(demand, n_declarations):
            reasons.setdefault(expert_key(row.id), []).append(f"与{n}份申报存在回避情形")
    return reasons


def present_pool(session: Session, found: Round) -> str:
    """Hash the pool as it stands now."""
    experts = panels.active_experts(session)
    return pool_fingerprint(unit_labels(experts), excluded_from_draw(session, found, experts))


def present_conflicts(session: Session, found: Round) -> str:
    """Hash the conflicts as they stand now."""
    return part_digest(conflicts_part(session, found))
