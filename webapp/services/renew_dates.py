"""Compute provisional days anew once the holidays of their year are known: publicities, changes still to be filed."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Change, Publicity, Round
from webapp.permissions import Actor
from webapp.queries import cluster_files, clusters, notice_days
from webapp.services.bundle_parts import bound_parts
from webapp.services.file_change import change_deadline
from webapp.services.record_act import record_act
from webapp.services.start_publicity import period_of


def renew_dates(session: Session, *, actor: Actor, now: datetime) -> int:
    """Renew what is no longer provisional; running it again changes nothing."""
    running = [(hung, found) for hung, found, _n in notice_days.running_publicities(session) if hung.is_provisional]
    n_renewed = sum(renew_publicity(session, actor, found, hung, now) for hung, found in running)
    return n_renewed + sum(renew_change(session, actor, one, now) for one in cluster_files.provisional_changes(session))


def renew_publicity(session: Session, actor: Actor, found: Round, hung: Publicity, now: datetime) -> bool:
    """Move first and last day of one publicity to those by the notice that is known now."""
    period = period_of(session, found, hung.published_on)
    if period.provisional:
        return False
    told = {"from": str(hung.last_day), "first_day": str(period.first_day), "last_day": str(period.last_day)}
    hung.first_day, hung.last_day, hung.is_provisional = period.first_day, period.last_day, False
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="renew dates", facts={**told, **bound}, now=now, round_id=found.id)
    return True


def renew_change(session: Session, actor: Actor, change: Change, now: datetime) -> bool:
    """Move the last day to file a change, and judge anew a filing that was made meanwhile."""
    cluster = clusters.cluster_by_id(session, change.cluster_id)
    deadline = change_deadline(cluster, change.changed_on, change.filed_on)
    if deadline.provisional:
        return False
    told = {"cluster": cluster.certificate, "from": str(change.due_on), "due_on": str(deadline.due)}
    change.due_on, change.is_provisional, change.result = deadline.due, False, deadline.result
    session.flush()
    record_act(session, actor=actor, action="renew dates", facts=told, now=now, round_id=cluster.round_id)
    return True
