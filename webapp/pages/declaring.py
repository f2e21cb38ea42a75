"""Declaring: the online form with save and return, the filled .docx form, and the table of many declarations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.errors import Problem, ProblemsFound, StaleWrite
from webapp.exports.application_form import application_form_docx
from webapp.exports.declaration_template import declaration_workbook
from webapp.forms.declaration import read_declaration
from webapp.imports.application_form import import_application_form
from webapp.imports.declaration_table import import_declaration_table
from webapp.models import CityStep, Declaration, Round
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.pages.language import told
from webapp.pages.uploads import as_problems, uploaded
from webapp.permissions import Action, Facts, Role, require
from webapp.queries import city_steps, rounds
from webapp.services.asked_particulars import asked_particulars
from webapp.services.check_draft import DraftFinding, check_draft
from webapp.services.compare_answers import Difference, compare_answers
from webapp.services.describe_declaration import describe_declaration
from webapp.services.describe_pack import pack_for_page
from webapp.services.import_declarations import import_declarations
from webapp.services.known_declaration import known_declaration
from webapp.services.queue_job import Handed
from webapp.services.queue_long_work import queue_import
from webapp.services.round_settings import RoundSettings
from webapp.services.store_declaration import change_answers, create_declaration
from webapp.services.submit_declaration import submit_declaration
from webapp.services.telephones import answers_for

pages = Blueprint("declaring", __name__, url_prefix="/declaring")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# About five hundred rows; a longer table takes longer than a person should wait for a page.
LARGE_TABLE = 512 * 1024


@dataclass(frozen=True)
class FormShown:
    """What a rendered form shows beside what is stored."""

    typed: MultiDict[str, str] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    note: str = ""
    letter: CityStep | None = None


def fillable(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration this actor may fill."""
    declaration, found = known_declaration(session, actor(), declaration_id)
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city, declaration.state)
    require(actor(), Action.FILL_DECLARATION, facts)
    return declaration, found


@pages.get("/<code>/application-form.docx")
@guards(Action.SEE_DECLARATIONS)
def blank_form(code: str) -> ResponseReturnValue:
    """Hand out the empty application form."""
    with asking() as session:
        pack = pack_for_page(rounds.round_by_code(session, code).pack_id)
    return send_file(BytesIO(application_form_docx(pack, {})), WORD, as_attachment=True, download_name="申报表.docx")


@pages.get("/<code>/declarations.xlsx")
@guards(Action.SEE_DECLARATIONS)
def blank_table(code: str) -> ResponseReturnValue:
    """Hand out the empty table of declarations."""
    with asking() as session:
        pack = pack_for_page(rounds.round_by_code(session, code).pack_id)
    data = declaration_workbook(pack)
    return send_file(BytesIO(data), EXCEL, as_attachment=True, download_name="申报汇总导入模板.xlsx")


@pages.get("/form/<int:declaration_id>.docx")
@guards(Action.SEE_DECLARATION)
def filled_form(declaration_id: int) -> ResponseReturnValue:
    """Hand out the filled application form."""
    with asking() as session:
        declaration, found = known_declaration(session, actor(), declaration_id)
        answers = answers_for(actor(), found.pack_id, declaration.answers)
        data = application_form_docx(pack_for_page(found.pack_id), answers)
    return send_file(BytesIO(data), WORD, as_attachment=True, download_name=f"{declaration.number}-申报表.docx")


@pages.get("/table/<int:declaration_id>.xlsx")
@guards(Action.SEE_DECLARATION)
def filled_row(declaration_id: int) -> ResponseReturnValue:
    """Hand out the declaration as a table that can be imported again."""
    with asking() as session:
        declaration, found = known_declaration(session, actor(), declaration_id)
        answers = answers_for(actor(), found.pack_id, declaration.answers)
        data = declaration_workbook(pack_for_page(found.pack_id), [answers])
    return send_file(BytesIO(data), EXCEL, as_attachment=True, download_name=f"{declaration.number}-申报数据.xlsx")


@pages.post("/<code>/new")
@guards(Action.FILL_DECLARATION)
def begin_act(code: str) -> ResponseReturnValue:
    """Begin an empty declaration."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        years = list(RoundSettings.from_json(found.settings).report_years)
        answers: dict[str, object] = {"application.report_years": years}
        if actor().city:
            answers["cover.city"] = actor().city
        created = create_declaration(
            session, actor=actor(), found=found, answers=answers, context={}, source="online", now=now()
        )
    return redirect(url_for("declaring.fill_page", declaration_id=created.id))


@pages.get("/<int:declaration_id>")
@guards(Action.FILL_DECLARATION)
def fill_page(declaration_id: int) -> ResponseReturnValue:
    """Show the form for filling."""
    with asking() as session:
        declaration, found = fillable(session, declaration_id)
        letter = city_steps.newest_step(session, declaration_id, "ask_for_correction")
    return show_form(declaration, found, FormShown(letter=letter))


@pages.post("/<int:declaration_id>")
@guards(Action.FILL_DECLARATION)
def fill_act(declaration_id: int) -> ResponseReturnValue:
    """Save what can be read; show every cell that cannot; submit when asked and nothing is wrong."""
    try:
        declaration, found, problems = save_typed(declaration_id)
    except StaleWrite as stale:
        return show_both(declaration_id, stale)
    if problems:
        named = {problem.where: told(problem) for problem in problems}
        flash(_("已保存可以识别的内容，另有 %(n)s 处需要改正，见标红处。", n=len(problems)))
        return show_form(declaration, found, FormShown(typed=request.form, problems=named)), 422
    flash(_("已提交。") if "submit" in request.form else _("已保存，可以随时回来继续填写。"))
    page = "declarations.show_page" if "submit" in request.form else "declaring.fill_page"
    return redirect(url_for(page, declaration_id=declaration_id))


def save_typed(declaration_id: int) -> tuple[Declaration, Round, tuple[Problem, ...]]:
    """Store the answers that can be read, and submit when that was asked and nothing is wrong."""
    with writing() as session:
        declaration, found = fillable(session, declaration_id)
        answers, problems = read_declaration(pack_for_page(found.pack_id), request.form)
        version = request.form.get("version", type=int, default=0)
        change_answers(
            session, actor=actor(), declaration=declaration, found=found, answers=answers, version=version, now=now()
        )
    if "submit" in request.form and not problems:
        # A second transaction: what was typed stays stored when handing in is refused.
        with writing() as session:
            declaration, found = fillable(session, declaration_id)
            submit_declaration(session, actor=actor(), declaration=declaration, found=found, today=today(), now=now())
    return declaration, found, problems


def show_both(declaration_id: int, stale: StaleWrite) -> ResponseReturnValue:
    """Keep what was typed and show beside it what somebody else stored meanwhile."""
    with asking() as session:
        declaration, found = fillable(session, declaration_id)
    answers, problems = read_declaration(pack_for_page(found.pack_id), request.form)
    shown = FormShown(
        typed=request.form,
        problems={problem.where: told(problem) for problem in problems},
        differences=compare_answers(found.pack_id, answers, declaration.answers),
        note=told(stale),
    )
    return show_form(declaration, found, shown), 409


def show_form(declaration: Declaration, found: Round, shown: FormShown) -> str:
    """Render the form with what was typed and what was wrong."""
    return render_template(
        "declarations/fill.html",
        declaration=declaration,
        round=found,
        sections=describe_declaration(found.pack_id, declaration.answers),
        years=RoundSettings.from_json(found.settings).report_years,
        check=check_draft(declaration, found, {}),
        asks_beside=asked_particulars(found.pack_id),
        shown=shown,
    )


@pages.post("/<int:declaration_id>/check")
@guards(Action.FILL_DECLARATION)
def check_typed(declaration_id: int) -> ResponseReturnValue:
    """Tell counters, recomputed averages, unreadable cells and findings of what is typed; nothing is stored."""
    with asking() as session:
        declaration, found = fillable(session, declaration_id)
    answers, problems = read_declaration(pack_for_page(found.pack_id), request.form)
    check = check_draft(declaration, found, answers)
    return {
        "counters": {key: [one.used, one.limit] for key, one in check.counters.items()},
        "averages": dict(check.averages),
        "problems": {problem.where: told(problem) for problem in problems},
        "findings": {key: [as_line(one) for one in listed] for key, listed in check.findings.items()},
        "summary": _("已符合 %(yes)s 条，尚未填写、不能判断的 %(blank)s 条。", yes=check.n_passed, blank=check.n_blank),
    }


def as_line(finding: DraftFinding) -> dict[str, str]:
    """Put a finding into the words the form shows."""
    article = _("第%(article)s条", article=finding.article) if finding.article else ""
    told_here = str(_(finding.template)).format(**finding.values)
    return {"result": finding.result, "article": article, "quote": finding.quote, "reason": told_here}


@pages.post("/<code>/import-form")
@guards(Action.SEE_DECLARATIONS)
def import_form_act(code: str) -> ResponseReturnValue:
    """Read a filled .docx form; with one unreadable cell nothing is stored."""
    data, name = uploaded("form")
    with asking() as session:
        pack = pack_for_page(rounds.round_by_code(session, code).pack_id)
    imported = import_application_form(data, name, pack.form)
    if imported.problems:
        raise ProblemsFound("form-wrong", as_problems(imported.problems))
    with writing() as session:
        found = rounds.round_by_code(session, code)
        created = create_declaration(
            session,
            actor=actor(),
            found=found,
            answers=imported.fields,
            context={},
            source=PurePath(name).name,
            now=now(),
        )
        if actor().role is not Role.APPLICANT:
            submit_declaration(session, actor=actor(), declaration=created, found=found, today=today(), now=now())
    flash(_("已导入《%(name)s》。", name=created.cluster_name))
    page = "declaring.fill_page" if actor().role is Role.APPLICANT else "declarations.show_page"
    return redirect(url_for(page, declaration_id=created.id))


def leave_to_worker(code: str, file: Handed) -> ResponseReturnValue:
    """Let a worker read a long table; its page lists the cells that are wrong."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        job = queue_import(session, actor=actor(), found=found, file=file, is_submitted=True, now=now())
    return redirect(url_for("jobs.show_page", job_id=job.id))


@pages.post("/<code>/import-table")
@guards(Action.IMPORT_DECLARATIONS)
def import_table_act(code: str) -> ResponseReturnValue:
    """Read a table with one declaration per row; with one wrong cell nothing is stored."""
    data, name = uploaded("table")
    if len(data) > LARGE_TABLE:
        return leave_to_worker(code, Handed(PurePath(name).name, "application/octet-stream", data))
    with asking() as session:
        pack = pack_for_page(rounds.round_by_code(session, code).pack_id)
    table = import_declaration_table(data, name, pack.form)
    if table.all_problems:
        raise ProblemsFound("table-wrong", as_problems(table.all_problems))
    source = PurePath(name).name
    with writing() as session:
        found = rounds.round_by_code(session, code)
        import_declarations(
            session,
            actor=actor(),
            found=found,
            answers=[one.fields for one in table.declarations],
            source=source,
            is_submitted=True,
            now=now(),
        )
    flash(_("已导入 %(n)s 份申报。", n=len(table.declarations)))
    return redirect(url_for("declarations.list_page", round=code))
