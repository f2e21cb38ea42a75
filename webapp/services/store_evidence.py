"""Add a file to a declaration, or take it away; what is missing is worked out anew each time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Refusal
from webapp.models import Declaration, Evidence, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import evidence
from webapp.services.evidence_items import derive_evidence, evidence_items
from webapp.services.keep_content import keep_content
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored

MOST_FILES = 200


@dataclass(frozen=True)
class CheckedFile:
    """A file that was let in, with its content."""

    name: str
    media_type: str
    sha256: str
    data: bytes


def store_evidence(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    place: str,
    file: CheckedFile,
    folder: Path,
    now: datetime,
) -> Evidence:
    """Keep the content, then the row; the content goes first so that no row points at nothing."""
    require(actor, Action.UPLOAD_EVIDENCE, facts_of(declaration, found))
    field_key, material = where_it_belongs(found, place)
    listed = evidence.evidence_of(session, declaration.id)
    if len(listed) >= MOST_FILES:
        raise Refusal("too-many-files", "每份申报最多上传 {most} 个文件，请合并后再上传。", most=MOST_FILES)
    if any((one.sha256, one.field_key, one.material) == (file.sha256, field_key, material) for one in listed):
        raise Refusal("same-file", "“{name}”已经上传过，内容相同。", name=file.name)
    keep_content(folder, file.sha256, file.data)
    stored = Evidence(
        declaration_id=declaration.id,
        field_key=field_key,
        material=material,
        filename=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        account_id=actor.account_id or 0,
        at=now,
    )
    session.add(stored)
    session.flush()
    note_change(session, actor, declaration, found, "store evidence", stored, now)
    return stored


def remove_evidence(
    session: Session, *, actor: Actor, declaration: Declaration, found: Round, removed: Evidence, now: datetime
) -> str | None:
    """Take the row away and return the hash of the content when nothing refers to it any more."""
    require(actor, Action.UPLOAD_EVIDENCE, facts_of(declaration, found))
    if removed.account_id != actor.account_id or declaration.state not in ("draft", "returned"):
        raise Refusal("evidence-fixed", "申报提交后佐证材料不能删除；需要更换的，请在退回补正后处理。")
    session.delete(removed)
    session.flush()
    note_change(session, actor, declaration, found, "remove evidence", removed, now)
    return None if evidence.is_used(session, removed.sha256) else removed.sha256


def facts_of(declaration: Declaration, found: Round) -> Facts:
    """Return what the table looks at."""
    return Facts(found.state, declaration.applicant_id or 0, declaration.city or None, declaration.state)


def where_it_belongs(found: Round, place: str) -> tuple[str | None, int | None]:
    """Return the field or the material a place names."""
    if place in {item.key for item in evidence_items(found.pack_id)}:
        return place, None
    number = place.removeprefix("material-")
    if number in {str(one.number) for one in load_pack(found.pack_id).materials}:
        return None, int(number)
    raise Refusal("no-place", "没有这一项材料，请刷新页面后重试。")


def note_change(
    session: Session, actor: Actor, declaration: Declaration, found: Round, action: str, file: Evidence, now: datetime
) -> None:
    """Work out what is missing, write the ledger, and screen again what is already handed in."""
    refresh_evidence(session, declaration, found)
    declaration.version += 1
    declaration.updated_at = now
    place = file.field_key or f"material-{file.material}"
    told = {"declaration": declaration.number, "place": place, "file": file.filename, "sha256": file.sha256}
    record_act(session, actor=actor, action=action, facts=told, now=now, round_id=found.id)
    if declaration.state == "submitted":
        screen_stored(session, declaration=declaration, found=found, now=now)


def refresh_evidence(session: Session, declaration: Declaration, found: Round) -> None:
    """Put what is missing into the context of the declaration."""
    listed = evidence.evidence_of(session, declaration.id)
    fields = [one.field_key for one in listed if one.field_key is not None]
    numbers = [one.material for one in listed if one.material is not None]
    declaration.context = derive_evidence(load_pack(found.pack_id), declaration.context, fields, numbers)
