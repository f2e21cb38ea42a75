"""Evidence handed out: only to those who may read the declaration, and to the experts before whom it lies."""

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from webapp.pages.door import actor, guards, now, settings, writing
from webapp.permissions import Action, Facts, Role, why_not
from webapp.queries import declarations, evidence
from webapp.services.keep_content import read_content
from webapp.services.open_evidence import open_evidence

pages = Blueprint("evidence", __name__, url_prefix="/evidence")
# A browser may show these itself; everything else is only ever saved.
SHOWN_IN_BROWSER = ("application/pdf", "image/png", "image/jpeg")
# The viewer of a browser is a plug-in to the policy: a sandbox or "default-src 'none'" leaves a PDF blank.
PDF_POLICY = "script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@pages.get("/<int:evidence_id>")
@guards(Action.SEE_EVIDENCE)
def download(evidence_id: int) -> ResponseReturnValue:
    """Send one file under its own name, never as a page of this site."""
    with writing() as session:
        file = evidence.evidence_by_id(session, evidence_id)
        declaration, found = declarations.declaration_by_id(session, file.declaration_id)
        owner = declaration.applicant_id or 0
        if actor().role is Role.EXPERT:
            account = actor().account_id or 0
            owner = account if evidence.is_assigned(session, declaration.id, account) else 0
        if why_not(actor(), Action.SEE_EVIDENCE, Facts(found.state, owner, declaration.city)):
            raise evidence.no_evidence()  # another's is answered like none, so that numbers tell nothing
        open_evidence(session, actor=actor(), declaration=declaration, file=file, now=now())
    data = read_content(settings().data_folder, file.sha256)
    answer: Response = send_file(
        BytesIO(data),
        file.media_type,
        as_attachment=file.media_type not in SHOWN_IN_BROWSER,
        download_name=file.filename,
        etag=file.sha256,
    )
    answer.headers["Content-Security-Policy"] = PDF_POLICY if file.media_type == "application/pdf" else POLICY
    return answer
