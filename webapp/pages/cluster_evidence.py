"""Files that prove an incident, a charge or what a cluster says to it: attached here, and opened on record."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.imports.checked_evidence import checked_evidence
from webapp.pages.door import actor, guards, now, settings, writing
from webapp.pages.evidence import PDF_POLICY, POLICY, SHOWN_IN_BROWSER
from webapp.pages.uploads import uploaded
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

pages = Blueprint("cluster_evidence", __name__, url_prefix="/registry/<int:cluster_id>")


def attach(cluster_id: int, side: str, row_id: int) -> ResponseReturnValue:
    """Attach the file that was sent and return to the cluster."""
    file = checked_evidence(*uploaded("file"))
    find = cluster_files.incident_by_id if side == INCIDENT else cluster_files.case_by_id
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        attach_to_cluster(
            session,
            actor=actor(),
            cluster=cluster,
            side=side,
            row=find(session, cluster.id, row_id),
            file=file,
            folder=settings().data_folder,
            now=now(),
        )
    flash(_("材料已上传。"))
    return redirect(url_for("registry.show_page", cluster_id=cluster_id))


@pages.post("/incidents/<int:incident_id>/evidence")
@guards(Action.RECORD_INCIDENT)
def incident_act(cluster_id: int, incident_id: int) -> ResponseReturnValue:
    """Attach a file to an incident."""
    return attach(cluster_id, INCIDENT, incident_id)


@pages.post("/revocation/<int:case_id>/evidence")
@guards(Action.OPEN_REVOCATION)
def charge_act(cluster_id: int, case_id: int) -> ResponseReturnValue:
    """Attach a file to a charge."""
    return attach(cluster_id, CHARGE, case_id)


@pages.post("/revocation/<int:case_id>/statement/evidence")
@guards(Action.STATE_CASE)
def statement_act(cluster_id: int, case_id: int) -> ResponseReturnValue:
    """Attach a file to the cluster's statement."""
    return attach(cluster_id, STATEMENT, case_id)


@pages.get("/evidence/<int:evidence_id>")
@guards(Action.SEE_REGISTRY)
def evidence_file(cluster_id: int, evidence_id: int) -> ResponseReturnValue:
    """Send one file under its own name, never as a page of this site."""
    folder = settings().data_folder
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        told: dict[str, Any] = {"actor": actor(), "cluster": cluster, "evidence_id": evidence_id, "folder": folder}
        file, data = open_cluster_evidence(session, now=now(), **told)
        name, media_type = file.filename, file.media_type
    is_saved = media_type not in SHOWN_IN_BROWSER
    answer: Response = send_file(BytesIO(data), media_type, as_attachment=is_saved, download_name=name)
    answer.headers["Content-Security-Policy"] = PDF_POLICY if media_type == "application/pdf" else POLICY
    return answer
