"""Add a conflict by hand: what the organiser learned, or what an applicant asked for within its number of requests."""

from datetime import datetime

from sqlalchemy.orm import Session

from reviewers.conflict_settings import ConflictSettings
from reviewers.conflicts import refused_requests
from reviewers.findings import RequestedRecusal
from webapp.errors import NotFound, Refusal
from webapp.models import Conflict, Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.expert_profiles import expert_key
from webapp.services.mark_gap import mark_gap
from webapp.services.record_act import record_act
from webapp.services.round_people import engine_declarations
from webapp.services.round_settings import RoundSettings

RULES = {"by_hand": "hand", "requested": "applicant"}


def add_conflict(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    pair: tuple[int, int],
    rule: str,
    evidence: str,
    now: datetime,
) -> Conflict:
    """Keep the conflict of a declaration and an expert (their row numbers) with its evidence."""
    require(actor, Action.SETTLE_CONFLICT, Facts(round_state=found.state))
    if rule not in RULES:
        raise Refusal("unknown-kind", "请选择回避的来源。")
    if not evidence.strip():
        raise Refusal("no-evidence", "请写明依据，例如“2024年起任该集群运营机构顾问，见聘书”。")
    declaration = next((row for row in panels.admitted_declarations(session, found.id) if row.id == pair[0]), None)
    if declaration is None:
        raise NotFound("not-admitted", "请选择一份进入评审的申报。")
    expert = panels.expert_by_id(session, pair[1])
    known = panels.conflicts_of_round(session, found.id)
    if any((one.declaration_id, one.expert_id, one.rule) == (*pair, rule) for one in known):
        raise Refusal("already-known", "这一回避已经登记。")
    if rule == "requested":
        check_requests(RoundSettings.from_json(found.settings), known, declaration, expert.id)
    place = {"round_id": found.id, "expert_id": expert.id, "declaration_id": declaration.id, "rule": rule}
    conflict = Conflict(**place, evidence=evidence.strip()[:500], source=RULES[rule], at=now)
    session.add(conflict)
    session.flush()
    mark_gap(session, found, conflict)
    facts = {"conflict": conflict.id, "rule": rule}
    record_act(session, actor=actor, action="add conflict", facts=facts, now=now, round_id=found.id)
    return conflict


def check_requests(limits: RoundSettings, known: list[Conflict], declaration: Declaration, expert_id: int) -> None:
    """Refuse a request beyond the number one applicant has."""
    settings = ConflictSettings(requests_per_applicant=limits.n_recusal_requests)
    before = [one for one in known if one.source == "applicant" and one.declaration_id == declaration.id]
    asked = [RequestedRecusal(expert_key(one.expert_id), declaration.number) for one in before]
    asked.append(RequestedRecusal(expert_key(expert_id), declaration.number))
    if refused_requests(engine_declarations([declaration]), asked, settings):
        n = settings.requests_per_applicant
        raise Refusal("too-many-requests", "每家申报单位最多可申请{n}位专家回避，已达上限。", n=n)
