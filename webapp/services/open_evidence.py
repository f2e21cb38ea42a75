"""Note who opened which evidence: a leak can then be followed to those who had the file before them."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Declaration, Evidence
from webapp.permissions import Actor
from webapp.services.record_act import record_act


def open_evidence(session: Session, *, actor: Actor, declaration: Declaration, file: Evidence, now: datetime) -> None:
    """Write the opening into the ledger; whether it is allowed was decided with the facts of the file."""
    told = {"declaration": declaration.number, "evidence": file.id, "sha256": file.sha256}
    record_act(session, actor=actor, action="open evidence", facts=told, now=now, round_id=declaration.round_id)
