"""What stands beside a declaration's form: what is stated of applicant and materials, and the files that back it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked, Made
from webapp.api.bodies import Body, Number, Word
from webapp.api.resources import Resource
from webapp.api.v1.declarations import seen
from webapp.errors import ProblemsFound
from webapp.forms.particulars import read_particulars
from webapp.imports.evidence import check_evidence
from webapp.permissions import Action, Facts, Role, why_not
from webapp.queries import declarations, evidence
from webapp.services.asked_particulars import asked_particulars
from webapp.services.evidence_items import evidence_items, materials_asked
from webapp.services.keep_content import drop_content, read_content
from webapp.services.open_evidence import open_evidence
from webapp.services.state_particulars import state_particulars, stated_value
from webapp.services.store_evidence import CheckedFile, remove_evidence, store_evidence

resource = Resource("evidence")


class FileLine(Answer):
    """One file: the field or the numbered material it backs, and its hash."""

    id: int
    field_key: str | None
    material: int | None
    filename: str
    media_type: str
    size: int
    sha256: str
    at: datetime


class AskedFor(Answer):
    """One thing that may be stated, with its value and the words it may be answered with."""

    path: str
    title: str
    value: Any
    options: list[str]


class ParticularsAnswer(Answer):
    """What is stated, and the places at which files may be uploaded by what belongs there."""

    version: int
    known: list[AskedFor]
    evidence: dict[str, str]
    materials: dict[str, str]
    gaps: dict[str, list[str]]
    places: dict[str, str]


class ParticularsBody(Body):
    """All that is stated, as the page sends it: what is left out is taken back."""

    version: Number
    known: dict[Word, Word | list[Word] | bool] = Field(default_factory=dict)
    evidence: dict[Word, Literal["paper", "missing"]] = Field(default_factory=dict)
    materials: dict[Word, Literal["have", "missing"]] = Field(default_factory=dict)
    gaps: dict[Word, list[Word]] = Field(default_factory=dict)


@resource.read("/declarations/<int:declaration_id>/particulars", Action.SEE_DECLARATION)
def particulars_answer(asked: Asked, declaration_id: int) -> ParticularsAnswer:
    """Show what is stated beside the form and what may be uploaded where."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.SEE_DECLARATION)
    context, pack_id = declaration.context, found.pack_id
    known = [
        AskedFor(
            path=one.path,
            title=one.title,
            value=stated_value(context, one.path),
            options=[word for word, _title in one.options],
        )
        for one in asked_particulars(pack_id)
    ]
    materials = {f"material-{one.number}": one.title for one in materials_asked(pack_id)}
    return ParticularsAnswer(
        version=declaration.version,
        known=known,
        evidence=context.get("evidence_stated") or {},
        materials=context.get("materials_stated") or {},
        gaps=context.get("material_gaps") or {},
        places={one.key: one.label for one in evidence_items(pack_id)} | materials,
    )


@resource.act("/declarations/<int:declaration_id>/particulars", Action.STATE_PARTICULARS)
def particulars_act(asked: Asked, declaration_id: int, body: ParticularsBody) -> ParticularsAnswer:
    """State it; with one unreadable value nothing is stored."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.STATE_PARTICULARS)
    pack_id = found.pack_id
    stated, problems = read_particulars(
        asked_particulars(pack_id), evidence_items(pack_id), materials_asked(pack_id), as_typed(body)
    )
    if problems:
        raise ProblemsFound("particulars-wrong", problems)
    state_particulars(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        known=stated.known,
        stated={"evidence": stated.evidence, "materials": stated.materials, "gaps": stated.gaps},
        version=body.version,
        now=asked.now,
    )
    return particulars_answer(asked, declaration_id)


def as_typed(body: ParticularsBody) -> MultiDict[str, str]:
    """Write what was sent the way the page sends it."""
    typed = [(path, typed_text(value)) for path, value in body.known.items()]
    typed += [(f"evidence:{key}", word) for key, word in body.evidence.items()]
    typed += [(f"material:{key}", word) for key, word in body.materials.items()]
    typed += [(f"part:{key}", part) for key, parts in body.gaps.items() for part in parts]
    return MultiDict(typed)


def typed_text(value: str | list[str] | bool) -> str:
    """Write one value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "、".join(value) if isinstance(value, list) else value


@resource.read("/declarations/<int:declaration_id>/evidence", Action.SEE_DECLARATION, listed=True)
def list_answer(asked: Asked, declaration_id: int) -> Page[FileLine]:
    """List the files of a declaration."""
    declaration, _found = seen(asked.session, asked.actor, declaration_id, Action.SEE_DECLARATION)
    files = evidence.evidence_of(asked.session, declaration.id)
    return page_of(files, asked.window, lambda one: str(one.id), FileLine.of)


@resource.act(
    "/declarations/<int:declaration_id>/evidence/<place>", Action.UPLOAD_EVIDENCE, status=201, takes_file=True
)
def upload_act(asked: Asked, declaration_id: int, place: str) -> FileLine:
    """Let a file in by its content and keep it at a place that the particulars name."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.UPLOAD_EVIDENCE)
    checked = check_evidence(asked.upload.data, asked.upload.name)
    file = CheckedFile(checked.name, checked.media_type, checked.sha256, asked.upload.data)
    stored = store_evidence(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        place=place,
        file=file,
        folder=asked.folder,
        now=asked.now,
    )
    return FileLine.of(stored)


@resource.act("/declarations/<int:declaration_id>/evidence/<int:evidence_id>/remove", Action.UPLOAD_EVIDENCE)
def remove_act(asked: Asked, declaration_id: int, evidence_id: int) -> Done:
    """Take a file away while the declaration is a draft; its content goes once the row is gone for good."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.UPLOAD_EVIDENCE)
    removed = evidence.evidence_by_id(asked.session, evidence_id)
    if removed.declaration_id != declaration.id:
        raise evidence.no_evidence()
    unused = remove_evidence(
        asked.session, actor=asked.actor, declaration=declaration, found=found, removed=removed, now=asked.now
    )
    if unused is not None:
        folder = asked.folder
        event.listen(asked.session, "after_commit", lambda _session: drop_content(folder, unused), once=True)
    return Done()


@resource.read("/evidence/<int:evidence_id>", Action.SEE_EVIDENCE, notes=True)
def evidence_file(asked: Asked, evidence_id: int) -> Made:
    """Hand a file out; who opened it is noted in the ledger."""
    file = evidence.evidence_by_id(asked.session, evidence_id)
    declaration, found = declarations.declaration_by_id(asked.session, file.declaration_id)
    owner = declaration.applicant_id or 0
    if asked.actor.role is Role.EXPERT:
        account = asked.actor.account_id or 0
        owner = account if evidence.is_assigned(asked.session, declaration.id, account) else 0
    if why_not(asked.actor, Action.SEE_EVIDENCE, Facts(found.state, owner, declaration.city)):
        raise evidence.no_evidence()  # another's is answered like none
    open_evidence(asked.session, actor=asked.actor, declaration=declaration, file=file, now=asked.now)
    return Made(read_content(asked.folder, file.sha256), file.media_type, file.filename)
