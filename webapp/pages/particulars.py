"""「申报主体与材料」: who applies, where, which lists and facts, which materials; with the uploaded files."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.errors import Problem, Refusal, StaleWrite
from webapp.forms.particulars import read_particulars
from webapp.imports.evidence import check_evidence
from webapp.models import Declaration, Evidence, Round
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.pages.language import told
from webapp.pages.uploads import uploaded
from webapp.permissions import Action, Facts, require, why_not
from webapp.queries import evidence
from webapp.services.asked_particulars import asked_particulars
from webapp.services.evidence_items import evidence_items, materials_asked
from webapp.services.keep_content import drop_content
from webapp.services.known_declaration import known_declaration
from webapp.services.state_particulars import may_state, state_particulars, stated_value
from webapp.services.store_evidence import CheckedFile, facts_of, remove_evidence, store_evidence

pages = Blueprint("particulars", __name__, url_prefix="/declarations")


@dataclass(frozen=True)
class Shown:
    """The page's answer to what was just sent."""

    problems: tuple[Problem, ...] = ()
    note: str = ""


def of_declaration(session: Session, declaration_id: int, action: Action) -> tuple[Declaration, Round]:
    """Find a declaration on which this person may do this."""
    declaration, found = known_declaration(session, actor(), declaration_id)
    require(actor(), action, facts_of(declaration, found))
    return declaration, found


@pages.get("/<int:declaration_id>/particulars")
@guards(Action.SEE_DECLARATION)
def particulars_page(declaration_id: int) -> ResponseReturnValue:
    """Show what is stated, what is uploaded and what is missing."""
    with asking() as session:
        declaration, found = of_declaration(session, declaration_id, Action.SEE_DECLARATION)
        files = evidence.evidence_of(session, declaration.id)
    return show_particulars(declaration, found, files, Shown())


def show_particulars(declaration: Declaration, found: Round, files: list[Evidence], shown: Shown) -> str:
    """Render the page."""
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city or None, declaration.state)
    asked = asked_particulars(found.pack_id)
    return render_template(
        "declarations/particulars.html",
        declaration=declaration,
        round=found,
        asked=[(one, stated_value(declaration.context, one.path)) for one in asked],
        mine=may_state(actor(), found.pack_id),
        items=evidence_items(found.pack_id),
        materials=materials_asked(found.pack_id),
        files=files,
        may_state=why_not(actor(), Action.STATE_PARTICULARS, facts) is None,
        may_upload=why_not(actor(), Action.UPLOAD_EVIDENCE, facts) is None,
        problems={problem.where: told(problem) for problem in shown.problems},
        note=shown.note,
    )


@pages.post("/<int:declaration_id>/particulars")
@guards(Action.STATE_PARTICULARS)
def particulars_act(declaration_id: int) -> ResponseReturnValue:
    """Store what is stated; with one unreadable value nothing is stored and everything typed is kept."""
    with asking() as session:
        declaration, found = of_declaration(session, declaration_id, Action.STATE_PARTICULARS)
        files = evidence.evidence_of(session, declaration.id)
    pack_id = found.pack_id
    stated, problems = read_particulars(
        asked_particulars(pack_id), evidence_items(pack_id), materials_asked(pack_id), request.form
    )
    if problems:
        return show_particulars(declaration, found, files, Shown(problems)), 422
    try:
        with writing() as session:
            declaration, found = of_declaration(session, declaration_id, Action.STATE_PARTICULARS)
            state_particulars(
                session,
                actor=actor(),
                declaration=declaration,
                found=found,
                known=stated.known,
                stated={"evidence": stated.evidence, "materials": stated.materials, "gaps": stated.gaps},
                version=request.form.get("version", type=int, default=0),
                now=now(),
            )
    except StaleWrite as stale:
        # The refused transaction forgot what it had read: show what the other person left.
        with asking() as session:
            declaration, found = of_declaration(session, declaration_id, Action.STATE_PARTICULARS)
        return show_particulars(declaration, found, files, Shown(note=told(stale))), 409
    flash(_("已保存申报主体与材料情况。"))
    return redirect(url_for("particulars.particulars_page", declaration_id=declaration_id))


@pages.post("/<int:declaration_id>/evidence")
@guards(Action.UPLOAD_EVIDENCE)
def upload_act(declaration_id: int) -> ResponseReturnValue:
    """Let a file in by its content and keep it."""
    data, name = uploaded("file")
    checked = check_evidence(data, name)
    with writing() as session:
        declaration, found = of_declaration(session, declaration_id, Action.UPLOAD_EVIDENCE)
        store_evidence(
            session,
            actor=actor(),
            declaration=declaration,
            found=found,
            place=request.form.get("place", ""),
            file=CheckedFile(checked.name, checked.media_type, checked.sha256, data),
            folder=settings().data_folder,
            now=now(),
        )
    flash(_("已上传“%(name)s”。", name=checked.name))
    return redirect(url_for("particulars.particulars_page", declaration_id=declaration_id, _anchor="evidence"))


@pages.post("/<int:declaration_id>/evidence/<int:evidence_id>/remove")
@guards(Action.UPLOAD_EVIDENCE)
def remove_act(declaration_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take a file away while the declaration is a draft; its content goes once the row is gone for good."""
    with writing() as session:
        declaration, found = of_declaration(session, declaration_id, Action.UPLOAD_EVIDENCE)
        removed = evidence.evidence_by_id(session, evidence_id)
        if removed.declaration_id != declaration.id:
            raise Refusal("no-evidence", "没有这份佐证材料，或您无权查看。")
        unused = remove_evidence(
            session, actor=actor(), declaration=declaration, found=found, removed=removed, now=now()
        )
    if unused is not None:
        drop_content(settings().data_folder, unused)
    flash(_("已删除。"))
    return redirect(url_for("particulars.particulars_page", declaration_id=declaration_id, _anchor="evidence"))
