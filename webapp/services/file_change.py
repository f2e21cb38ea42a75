"""File a grave change of a cluster, or note one that was seen and is not filed yet."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.calendar import WorkingCalendar
from rubrics.deadlines import FilingDeadline, filing_deadline
from webapp.errors import Refusal
from webapp.models import Change, Cluster
from webapp.permissions import Action, Actor, require
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.record_act import record_act
from webapp.services.stated_day import past_day, received_day
from webapp.services.working_days import calendar_of

OTHER = "其他"


@dataclass(frozen=True)
class ChangeNotice:
    """What changed when, as it was and as it is."""

    kind: str
    changed_on: date
    before: str
    after: str
    reason: str = ""


def change_deadline(
    cluster: Cluster, changed_on: date, filed_on: date | None = None, calendar: WorkingCalendar | None = None
) -> FilingDeadline:
    """Return the last day to file a change and how a filing stands to it."""
    months = rules_of(cluster.pack_id).change_filing.months
    return filing_deadline(changed_on, months, calendar or calendar_of(cluster), filed_on)


def note_change(
    session: Session, *, actor: Actor, cluster: Cluster, notice: ChangeNotice, today: date, now: datetime
) -> Change:
    """Keep the change with the last day to file it."""
    require(actor, Action.FILE_CHANGE, cluster_facts(cluster))
    check_notice(cluster, notice, today)
    deadline = change_deadline(cluster, notice.changed_on)
    noted = Change(
        cluster_id=cluster.id,
        kind=notice.kind,
        changed_on=notice.changed_on,
        before=notice.before.strip(),
        after=notice.after.strip(),
        reason=notice.reason.strip(),
        due_on=deadline.due,
        is_provisional=deadline.provisional,
        account_id=actor.account_id,
        at=now,
    )
    session.add(noted)
    session.flush()
    told = {"cluster": cluster.certificate, "kind": notice.kind, "changed_on": str(notice.changed_on)}
    facts = {**told, "due_on": str(deadline.due)}
    record_act(session, actor=actor, action="note change", facts=facts, now=now, round_id=cluster.round_id)
    return noted


def file_change(
    session: Session,
    *,
    actor: Actor,
    cluster: Cluster,
    change: Change,
    received_on: date | None,
    today: date,
    now: datetime,
) -> None:
    """Mark the change as filed on the day it reached the department's side, on time or late."""
    require(actor, Action.FILE_CHANGE, cluster_facts(cluster))
    if change.filed_on is not None:
        raise Refusal("change-filed", "这项变更已于 {day} 备案。", day=change.filed_on)
    if not change.after:
        raise Refusal("change-unsaid", "请写明变更后的情况。")
    filed_on = past_day(
        received_day(actor, received_on, today=today), "备案日期", today=today, earliest=change.changed_on
    )
    change.filed_on, change.result = filed_on, change_deadline(cluster, change.changed_on, filed_on).result
    session.flush()
    told = {"cluster": cluster.certificate, "kind": change.kind, "filed_on": str(filed_on), "result": change.result}
    record_act(session, actor=actor, action="file change", facts=told, now=now, round_id=cluster.round_id)


def check_notice(cluster: Cluster, notice: ChangeNotice, today: date) -> None:
    """Refuse a kind the measure does not name, a day that makes no sense, and silence about what changed."""
    kinds = rules_of(cluster.pack_id).change_filing.kinds
    if notice.kind not in (*kinds, OTHER):
        raise Refusal("no-kind", "请选择变更类型：{kinds}。", kinds="、".join((*kinds, OTHER)))
    past_day(notice.changed_on, "变动发生日期", today=today, earliest=cluster.announced_on)
    if cluster.ended_on is not None and notice.changed_on > cluster.ended_on:
        raise Refusal("cluster-ended", "该集群的认定已于 {day} 终止，不再办理变更备案。", day=cluster.ended_on)
    if not notice.after.strip():
        raise Refusal("change-unsaid", "请写明变更后的情况。")
