"""Announce the list: every period over, no objection open, every mandatory record there; then recognise."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

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
from webapp.services.renew_dates import renew_dates
from webapp.services.start_publicity import RECOGNISED, REMOVED
from webapp.services.working_days import local_day

# No holiday of the known notices keeps more than nine days in a row from being worked.
LONGEST_HOLIDAY = timedelta(days=10)
BEFORE_DECISION = "异议 {number} 于 {day} 才办结，公布日期不能早于这一天。"
PROVISIONAL = (
    "公示截止日 {last} 为暂定：所跨年度的放假安排尚未录入。请先在“放假安排”中录入"
    "（或用 zeyou dates enter 文件），或者在 {day} 之后公布。"
)
STEP, OVER, UNOBJECTED = "announce", "publicity_over", "no_open_objection"


def announce_list(
    session: Session, *, actor: Actor, found: Round, announced_on: date, now: datetime, today: date | None = None
) -> Announcement:
    """Recognise what is on the list; ``today`` is the department's day, the day in UTC where it is not given."""
    require(actor, Action.ANNOUNCE_LIST, Facts(round_state=found.state))
    if announced_on > (today or now.date()):
        raise Refusal("announced-in-future", "公布日期不能晚于今天。")
    renew_dates(session, actor=actor, now=now)
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
    entries = lists.entries_of_round(session, found.id)
    listed = [one for one in entries if one.entry.standing != REMOVED]
    if not listed:
        raise Refusal("nobody-left", "名单上已没有集群，不能公布；请重新确定名单或递补。")
    check_day(session, found, entries, announced_on)
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


def check_day(session: Session, found: Round, entries: Sequence[ListedEntry], announced_on: date) -> None:
    """Refuse a day before an objection was settled, and one that the unknown holidays of a year might still reach."""
    for objection, _declaration in lists.objections_of_round(session, found.id):
        settled_on = local_day(session, objection.decided_at) if objection.decided_at is not None else None
        if settled_on is not None and announced_on < settled_on:
            raise Refusal("announced-before-decision", BEFORE_DECISION, number=objection.number, day=settled_on)
    for one in entries:
        safe = one.publicity.last_day + LONGEST_HOLIDAY
        if one.publicity.is_provisional and one.publicity.last_day < announced_on <= safe:
            raise Refusal("publicity-provisional", PROVISIONAL, last=one.publicity.last_day, day=safe)


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
