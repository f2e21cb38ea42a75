"""Compute provisional days anew once the holidays of their year are known: publicities, changes still to be filed."""

from datetime import datetime

from sqlalchemy.orm import Session

from rubrics.deadlines import ON_TIME
from webapp.models import Change, Publicity, Round
from webapp.permissions import Actor
from webapp.queries import cluster_files, clusters, notice_days
from webapp.services.bundle_parts import bound_parts
from webapp.services.file_change import change_deadline
from webapp.services.record_act import record_act
from webapp.services.start_publicity import period_of


def renew_dates(session: Session, *, actor: Actor, now: datetime, may_shorten: bool = False) -> int:
    """Renew what is no longer provisional; nothing told before ends sooner unless somebody said it may."""
    running = [(hung, found) for hung, found, _n in notice_days.running_publicities(session) if hung.is_provisional]
    shifted = [renew_publicity(session, actor, found, hung, now, may_shorten) for hung, found in running]
    changes = cluster_files.provisional_changes(session)
    return sum(shifted) + sum(renew_change(session, actor, one, now, may_shorten) for one in changes)


def renew_publicity(
    session: Session, actor: Actor, found: Round, hung: Publicity, now: datetime, may_shorten: bool
) -> bool:
    """Move first and last day of one publicity to those by the notice that is known now."""
    period = period_of(session, found, hung.published_on)
    if period.provisional:
        return False
    last_day = period.last_day if may_shorten else max(period.last_day, hung.last_day)
    told = {"from": str(hung.last_day), "first_day": str(period.first_day), "last_day": str(last_day)}
    hung.first_day, hung.last_day, hung.is_provisional = period.first_day, last_day, False
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="renew dates", facts={**told, **bound}, now=now, round_id=found.id)
    return True


def renew_change(session: Session, actor: Actor, change: Change, now: datetime, may_shorten: bool) -> bool:
    """Move the last day to file a change, and judge anew a filing that was made meanwhile."""
    cluster = clusters.cluster_by_id(session, change.cluster_id)
    deadline = change_deadline(cluster, change.changed_on, change.filed_on)
    if deadline.provisional:
        return False
    due = deadline.due if may_shorten else max(deadline.due, change.due_on)
    told = {"cluster": cluster.certificate, "from": str(change.due_on), "due_on": str(due)}
    is_in_time = change.filed_on is not None and change.filed_on <= due
    change.due_on, change.is_provisional, change.result = due, False, ON_TIME if is_in_time else deadline.result
    session.flush()
    record_act(session, actor=actor, action="renew dates", facts=told, now=now, round_id=cluster.round_id)
    return True
