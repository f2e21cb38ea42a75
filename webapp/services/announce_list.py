"""Announce the list: every period over, no objection open, every mandatory record there; then recognise."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.validity import expiry
from webapp.errors import Refusal
from webapp.models import Announcement, Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists
from webapp.queries.lists import ListedEntry
from webapp.services.bundle_parts import bound_parts
from webapp.services.enter_registry import enter_registry
from webapp.services.freeze_round import check_frozen
from webapp.services.list_procedure import (
    asked_beside,
    facts_of_declarations,
    list_stage,
    require_list_step,
    require_list_steps,
)
from webapp.services.record_act import record_act
from webapp.services.start_publicity import RECOGNISED, REMOVED

STEP, OVER, UNOBJECTED = "announce", "publicity_over", "no_open_objection"


def announce_list(
    session: Session, *, actor: Actor, found: Round, announced_on: date, now: datetime, today: date | None = None
) -> Announcement:
    """Recognise what is on the list; ``today`` is the department's day, the day in UTC where it is not given."""
    require(actor, Action.ANNOUNCE_LIST, Facts(round_state=found.state))
    if announced_on > (today or now.date()):
        raise Refusal("announced-in-future", "公布日期不能晚于今天。")
    listed = check_announcement(session, found, announced_on)
    announced = Announcement(
        round_id=found.id,
        announced_on=announced_on,
        valid_until=valid_until(found.pack_id, announced_on),
        account_id=actor.account_id or 0,
        at=now,
    )
    session.add(announced)
    found.state = "announced"
    for one in listed:
        one.entry.standing = RECOGNISED
    told = {"announced_on": str(announced_on), "recognised": [one.declaration.number for one in listed]}
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="announce list", facts={**told, **bound}, now=now, round_id=found.id)
    declarations: list[Declaration] = [one.declaration for one in listed]
    enter_registry(session, actor=actor, found=found, declarations=declarations, announced_on=announced_on, now=now)
    return announced


def check_announcement(session: Session, found: Round, announced_on: date) -> list[ListedEntry]:
    """Return what would be recognised on that day, or refuse with the procedure's own reasons."""
    if found.state != "publicity":
        require_list_step(found, STEP, list_stage(found), {OVER, UNOBJECTED})
    check_frozen(found)
    listed = [one for one in lists.entries_of_round(session, found.id) if one.entry.standing != REMOVED]
    if not listed:
        raise Refusal("nobody-left", "名单上已没有集群，不能公布；请重新确定名单或递补。")
    objected = lists.objected_ids(session, found.id)
    facts = facts_of_declarations(session, [one.declaration for one in listed])
    standing = [
        (
            one.declaration,
            list_stage(found, one.entry, is_objected=one.declaration.id in objected),
            facts[one.declaration.id] | round_facts(listed, one, announced_on, objected),
        )
        for one in listed
    ]
    require_list_steps(found, STEP, standing, asked_beside(found))
    return listed


def round_facts(listed: Sequence[ListedEntry], one: ListedEntry, announced_on: date, objected: set[int]) -> set[str]:
    """Tell what holds of the whole list: every period over by that day, no objection open anywhere."""
    facts = set()
    if all(other.publicity.last_day < announced_on for other in listed):
        facts.add(OVER)
    if not objected - {one.declaration.id}:
        facts.add(UNOBJECTED)
    return facts


def valid_until(pack_id: str, announced_on: date) -> date | None:
    """Return the last day of validity, where the measure states one."""
    rule = load_pack(pack_id).procedure.validity
    return expiry(announced_on, rule.years, counting=rule.counting) if rule else None
