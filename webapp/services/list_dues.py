"""What is due by whom until a day, over all clusters a person may know of: the year-end view."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, clusters
from webapp.services.city_papers import bureau_title
from webapp.services.cluster_dues import APPLICANT, CITY, Due, dues_of

# Nothing is owed in a far year yet, and to list it would only keep the machine busy.
MOST_YEARS = 10


@dataclass(frozen=True)
class DueLine:
    """One open obligation of one cluster, with the name of who owes it."""

    cluster: Cluster
    due: Due
    who: str


def list_dues(session: Session, *, actor: Actor, today: date, until: date) -> list[DueLine]:
    """List what is open on a day and falls due by another, the earliest first."""
    require(actor, Action.SEE_REGISTRY)
    last = min(max(until, today), date(min(today.year + MOST_YEARS, date.max.year), 12, 31))
    listed = clusters.clusters_of_actor(session, actor)
    files = cluster_files.files_of(session, [one.id for one in listed])
    lines = [
        DueLine(cluster, due, who_owes(cluster, due.who))
        for cluster in listed
        if cluster.announced_on <= today
        for due in dues_of(cluster, files[cluster.id], today=today, until=last)
        if due.is_open
    ]
    return sorted(lines, key=lambda one: (one.due.due_on, one.who, one.cluster.certificate, one.due.title))


def who_owes(cluster: Cluster, who: str) -> str:
    """Name who has to act: the city's bureau, the operator, the department."""
    pack = load_pack(cluster.pack_id)
    if who == CITY:
        return bureau_title(pack, cluster.city)
    if who == APPLICANT:
        return cluster.operator or "集群运营管理机构"
    return pack.labels.get(who, who)


def due_as_json(line: DueLine) -> dict[str, Any]:
    """Return a line as plain values."""
    return {
        "certificate": line.cluster.certificate,
        "name": line.cluster.name,
        "city": line.cluster.city,
        "pack": line.cluster.pack_id,
        "kind": line.due.kind,
        "title": line.due.title,
        "who": line.due.who,
        "who_name": line.who,
        "due_on": line.due.due_on.isoformat(),
        "remind_on": line.due.remind_on.isoformat(),
        "status": line.due.status,
        "article": line.due.article,
        "provisional": line.due.is_provisional,
    }
