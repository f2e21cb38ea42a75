"""Files that prove an incident, a charge or what a cluster says to it: attached here, and opened on record."""

from datetime import datetime
from typing import Any

from webapp.api.answers import Answer
from webapp.api.asked import Asked, Made
from webapp.api.resources import Resource
from webapp.imports.checked_evidence import checked_evidence
from webapp.models import Incident, RevocationCase
from webapp.permissions import Action
from webapp.queries import cluster_files
from webapp.services.attach_to_cluster import (
    CHARGE,
    INCIDENT,
    STATEMENT,
    attach_to_cluster,
    open_cluster_evidence,
)
from webapp.services.cluster_desk import seen_cluster

resource = Resource("cluster_evidence")
ONE = "/clusters/<int:cluster_id>"
CASE = f"{ONE}/revocation/<int:case_id>"


class EvidenceAnswer(Answer):
    """One file."""

    id: int
    side: str
    filename: str
    media_type: str
    size: int
    sha256: str
    at: datetime


@resource.act(f"{ONE}/incidents/<int:incident_id>/evidence", Action.RECORD_INCIDENT, status=201, takes_file=True)
def incident_act(asked: Asked, cluster_id: int, incident_id: int) -> EvidenceAnswer:
    """Attach the file that is the body to an incident."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    row = cluster_files.incident_by_id(asked.session, cluster.id, incident_id)
    return attach(asked, cluster_id, INCIDENT, row)


@resource.act(f"{CASE}/evidence", Action.OPEN_REVOCATION, status=201, takes_file=True)
def charge_act(asked: Asked, cluster_id: int, case_id: int) -> EvidenceAnswer:
    """Attach the file that is the body to a charge."""
    return attach(asked, cluster_id, CHARGE, case_of(asked, cluster_id, case_id))


@resource.act(f"{CASE}/statement/evidence", Action.STATE_CASE, status=201, takes_file=True)
def statement_act(asked: Asked, cluster_id: int, case_id: int) -> EvidenceAnswer:
    """Attach the file that is the body to the cluster's statement."""
    return attach(asked, cluster_id, STATEMENT, case_of(asked, cluster_id, case_id))


def case_of(asked: Asked, cluster_id: int, case_id: int) -> RevocationCase:
    """Find the case of a cluster this account may know of."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    return cluster_files.case_by_id(asked.session, cluster.id, case_id)


def attach(asked: Asked, cluster_id: int, side: str, row: Incident | RevocationCase) -> EvidenceAnswer:
    """Let the file in and keep it."""
    kept = attach_to_cluster(
        asked.session,
        actor=asked.actor,
        cluster=seen_cluster(asked.session, asked.actor, cluster_id),
        side=side,
        row=row,
        file=checked_evidence(asked.upload.data, asked.upload.name),
        folder=asked.folder,
        now=asked.now,
    )
    return EvidenceAnswer.of(kept)


@resource.read(f"{ONE}/evidence/<int:evidence_id>", Action.SEE_REGISTRY, notes=True)
def evidence_file(asked: Asked, cluster_id: int, evidence_id: int) -> Made:
    """Hand out a file; the opening is noted in the ledger."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    told: dict[str, Any] = {
        "actor": asked.actor,
        "cluster": cluster,
        "evidence_id": evidence_id,
        "folder": asked.folder,
    }
    file, data = open_cluster_evidence(asked.session, now=asked.now, **told)
    return Made(data, file.media_type, file.filename)
