"""Attach a file to an incident, to a charge or to the cluster's statement; who opens it is noted."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, ClusterEvidence, Incident, RevocationCase
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files
from webapp.services.cluster_rules import cluster_facts
from webapp.services.decide_revocation import check_open
from webapp.services.keep_content import keep_content, read_content
from webapp.services.record_act import record_act
from webapp.services.store_evidence import CheckedFile

INCIDENT, CHARGE, STATEMENT = "incident", "charge", "statement"
ACTIONS: Mapping[str, Action] = {
    INCIDENT: Action.RECORD_INCIDENT,
    CHARGE: Action.OPEN_REVOCATION,
    STATEMENT: Action.STATE_CASE,
}
FOLDER = "clusters"
MOST_FILES = 50


def attach_to_cluster(
    session: Session,
    *,
    actor: Actor,
    cluster: Cluster,
    side: str,
    row: Incident | RevocationCase,
    file: CheckedFile,
    folder: Path,
    now: datetime,
) -> ClusterEvidence:
    """Keep the content, then the row; files of a case come in only while it is open."""
    require(actor, ACTIONS[side], cluster_facts(cluster))
    if isinstance(row, RevocationCase):
        check_open(row)
    listed = cluster_files.file_of(session, cluster.id).evidence_of(side, row.id)
    if len(listed) >= MOST_FILES:
        raise Refusal("too-many-files", "每一事项最多上传 {most} 个文件，请合并后再上传。", most=MOST_FILES)
    if any(one.sha256 == file.sha256 for one in listed):
        raise Refusal("same-file", "“{name}”已经上传过，内容相同。", name=file.name)
    keep_content(folder / FOLDER, file.sha256, file.data)
    kept = ClusterEvidence(
        cluster_id=cluster.id,
        incident_id=row.id if isinstance(row, Incident) else None,
        case_id=row.id if isinstance(row, RevocationCase) else None,
        side=side,
        filename=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        account_id=actor.account_id,
        at=now,
    )
    session.add(kept)
    session.flush()
    told = {"cluster": cluster.certificate, "side": side, "row": row.id, "file": kept.filename, "sha256": kept.sha256}
    record_act(session, actor=actor, action="attach evidence", facts=told, now=now, round_id=cluster.round_id)
    return kept


def open_cluster_evidence(
    session: Session, *, actor: Actor, cluster: Cluster, evidence_id: int, folder: Path, now: datetime
) -> tuple[ClusterEvidence, bytes]:
    """Return a file of a cluster that was found for this person, and note who opened it."""
    file = cluster_files.evidence_by_id(session, cluster.id, evidence_id)
    data = read_content(folder / FOLDER, file.sha256)
    told = {"cluster": cluster.certificate, "evidence": file.id, "sha256": file.sha256}
    record_act(session, actor=actor, action="open evidence", facts=told, now=now, round_id=cluster.round_id)
    return file, data
