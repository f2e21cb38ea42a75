"""Note who opened which evidence: a leak can then be followed to those who had the file before them."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, Evidence, Objection, Round
from webapp.permissions import Actor
from webapp.services.keep_content import read_content
from webapp.services.record_act import record_act
from webapp.services.register_objection import FOLDER


def open_evidence(session: Session, *, actor: Actor, declaration: Declaration, file: Evidence, now: datetime) -> None:
    """Write the opening into the ledger; whether it is allowed was decided with the facts of the file."""
    told = {"declaration": declaration.number, "evidence": file.id, "sha256": file.sha256}
    record_act(session, actor=actor, action="open evidence", facts=told, now=now, round_id=declaration.round_id)


def open_objection_evidence(
    session: Session, *, actor: Actor, found: Round, objection: Objection, folder: Path, now: datetime
) -> bytes:
    """Return what the objector attached, and note who opened it."""
    if not objection.sha256:
        raise Refusal("no-evidence", "这件异议没有附证明材料。")
    data = read_content(folder / FOLDER, objection.sha256)
    told = {"objection": objection.number, "sha256": objection.sha256}
    record_act(session, actor=actor, action="open evidence", facts=told, now=now, round_id=found.id)
    return data
