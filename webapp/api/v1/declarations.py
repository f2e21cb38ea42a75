"""Declarations: list, read, fill, submit, screen, decide what needs a person, admit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from webapp.api.answers import Answer, Done, Page, page_from
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.errors import Problem, ProblemsFound
from webapp.forms.sent_answers import read_answers
from webapp.imports.application_form import import_application_form
from webapp.imports.declaration_table import import_declaration_table
from webapp.imports.imported_declaration import CellProblem
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import declarations, rounds, windows
from webapp.services.admit_declarations import admit_declarations
from webapp.services.check_draft import check_draft
from webapp.services.decide_finding import decide_finding
from webapp.services.describe_pack import pack_for_page
from webapp.services.import_declarations import import_declarations
from webapp.services.known_declaration import known_declaration
from webapp.services.round_settings import RoundSettings
from webapp.services.store_declaration import change_answers, create_declaration
from webapp.services.submit_declaration import submit_declaration
from webapp.services.telephones import answers_for
from webapp.services.withdraw_declaration import withdraw_declaration

resource = Resource("declarations")


class DeclarationLine(Answer):
    """A declaration in the list."""

    id: int
    round: str
    number: str
    cluster_name: str
    city: str
    county: str
    state: str
    city_stage: str
    version: int
    updated_at: datetime
    submitted_at: datetime | None


class DeclarationWhole(DeclarationLine):
    """A declaration with its answers and what the last screening found."""

    answers: dict[str, Any]
    overall: str | None
    findings: list[dict[str, Any]]


class DraftFindings(Answer):
    """What screening would say of a draft now; nothing is stored."""

    n_passed: int
    n_blank: int
    findings: dict[str, list[dict[str, str]]]


class Admitted(Answer):
    """How many were admitted, refused, and still need a person."""

    admitted: int
    refused: int
    open: int


class NewDeclaration(Body):
    """The first answers of a declaration, by field."""

    answers: dict[Word, Any] = Field(default_factory=dict)


class AnswersChange(Body):
    """Answers by field; those not named stay as they are."""

    version: Number
    answers: dict[Word, Any]


class FindingDecision(Body):
    """A person's written decision on one finding."""

    condition: Word
    outcome: Literal["pass", "fail", "veto"]
    reason: Words


class Reason(Body):
    """Why."""

    reason: Words = ""


def seen(session: Session, actor: Actor, declaration_id: int, action: Action) -> tuple[Declaration, Round]:
    """Find a declaration on which this actor may do this."""
    declaration, found = known_declaration(session, actor, declaration_id)
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city, declaration.state)
    require(actor, action, facts)
    return declaration, found


@resource.read("/rounds/<code>/declarations", Action.SEE_DECLARATIONS, listed=True)
def list_answer(asked: Asked, code: str) -> Page[DeclarationLine]:
    """List the declarations of a round that this account may know of."""
    found = rounds.round_by_code(asked.session, code)
    window = asked.window
    rows = windows.declarations_after(asked.session, asked.actor, found.id, window.after_number, window.limit)
    return page_from(
        rows, window, lambda row: str(row[0].id), lambda row: DeclarationLine.of(row[0], round=row[1].code)
    )


@resource.act("/rounds/<code>/declarations", Action.FILL_DECLARATION, status=201)
def create_act(asked: Asked, code: str, body: NewDeclaration) -> DeclarationLine:
    """Begin a declaration."""
    found = rounds.round_by_code(asked.session, code)
    years = list(RoundSettings.from_json(found.settings).report_years)
    city = {"cover.city": asked.actor.city} if asked.actor.city else {}
    answers = {"application.report_years": years, **city, **read_sent(found, body.answers)}
    created = create_declaration(
        asked.session, actor=asked.actor, found=found, answers=answers, context={}, source="api", now=asked.now
    )
    return DeclarationLine.of(created, round=found.code)


def read_sent(found: Round, sent: dict[str, Any]) -> dict[str, Any]:
    """Read the answers or refuse with every problem."""
    answers, problems = read_answers(pack_for_page(found.pack_id), sent)
    if problems:
        raise ProblemsFound("answers-wrong", problems)
    return answers


@resource.act("/rounds/<code>/declarations/table", Action.IMPORT_DECLARATIONS, takes_file=True)
def import_act(asked: Asked, code: str) -> Done:
    """Import a table with one declaration per row; with one wrong cell nothing is stored."""
    found = rounds.round_by_code(asked.session, code)
    table = import_declaration_table(asked.upload.data, asked.upload.name, pack_for_page(found.pack_id).form)
    if table.all_problems:
        raise ProblemsFound("table-wrong", placed(table.all_problems))
    import_declarations(
        asked.session,
        actor=asked.actor,
        found=found,
        answers=[one.fields for one in table.declarations],
        source=asked.upload.name,
        is_submitted=True,
        now=asked.now,
    )
    return Done(done=len(table.declarations))


def placed(problems: Sequence[CellProblem]) -> tuple[Problem, ...]:
    """Name the place of each problem by sheet and cell."""
    return tuple(
        Problem(f"{one.sheet} {one.cell}".strip(), one.code, one.message_template, one.message_values)
        for one in problems
    )


@resource.act("/rounds/<code>/declarations/form", Action.FILL_DECLARATION, status=201, takes_file=True)
def import_form_act(asked: Asked, code: str) -> DeclarationLine:
    """Take over a filled .docx form; with one unreadable cell nothing is stored."""
    found = rounds.round_by_code(asked.session, code)
    imported = import_application_form(asked.upload.data, asked.upload.name, pack_for_page(found.pack_id).form)
    if imported.problems:
        raise ProblemsFound("form-wrong", placed(imported.problems))
    created = create_declaration(
        asked.session,
        actor=asked.actor,
        found=found,
        answers=imported.fields,
        context={},
        source=asked.upload.name,
        now=asked.now,
    )
    if asked.actor.role is not Role.APPLICANT:
        submit_declaration(
            asked.session, actor=asked.actor, declaration=created, found=found, today=asked.today, now=asked.now
        )
    return DeclarationLine.of(created, round=found.code)


@resource.read("/declarations/<int:declaration_id>", Action.SEE_DECLARATION)
def show_answer(asked: Asked, declaration_id: int) -> DeclarationWhole:
    """Show answers and findings."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.SEE_DECLARATION)
    return whole(asked, declaration, found)


def whole(asked: Asked, declaration: Declaration, found: Round) -> DeclarationWhole:
    """Show one declaration with its findings."""
    screening = declarations.newest_screening(asked.session, declaration.id)
    return DeclarationWhole.of(
        declaration,
        round=found.code,
        answers=answers_for(asked.actor, found.pack_id, declaration.answers),
        overall=screening.overall if screening else None,
        findings=screening.result["findings"] if screening else [],
    )


@resource.act("/declarations/<int:declaration_id>/answers", Action.FILL_DECLARATION)
def change_act(asked: Asked, declaration_id: int, body: AnswersChange) -> DeclarationWhole:
    """Change answers of a draft."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.FILL_DECLARATION)
    change_answers(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        answers=read_sent(found, body.answers),
        version=body.version,
        now=asked.now,
    )
    return whole(asked, declaration, found)


@resource.read("/declarations/<int:declaration_id>/screening", Action.FILL_DECLARATION)
def screen_answer(asked: Asked, declaration_id: int) -> DraftFindings:
    """Screen a draft without storing anything."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.FILL_DECLARATION)
    check = check_draft(declaration, found, {})
    findings = {
        key: [
            {
                "result": one.result,
                "article": one.article,
                "quote": one.quote,
                "reason": one.template.format(**one.values),
            }
            for one in listed
        ]
        for key, listed in check.findings.items()
    }
    return DraftFindings(n_passed=check.n_passed, n_blank=check.n_blank, findings=findings)


@resource.act("/declarations/<int:declaration_id>/submit", Action.FILL_DECLARATION)
def submit_act(asked: Asked, declaration_id: int) -> DeclarationWhole:
    """Hand the declaration in; it is screened at once."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.FILL_DECLARATION)
    submit_declaration(
        asked.session, actor=asked.actor, declaration=declaration, found=found, today=asked.today, now=asked.now
    )
    return whole(asked, declaration, found)


@resource.act("/declarations/<int:declaration_id>/withdraw", Action.WITHDRAW_DECLARATION)
def withdraw_act(asked: Asked, declaration_id: int, body: Reason) -> DeclarationLine:
    """Take a declaration back."""
    declaration, found = known_declaration(asked.session, asked.actor, declaration_id)
    withdraw_declaration(
        asked.session, actor=asked.actor, declaration=declaration, found=found, reason=body.reason, now=asked.now
    )
    return DeclarationLine.of(declaration, round=found.code)


@resource.act("/declarations/<int:declaration_id>/findings", Action.DECIDE_FINDING)
def decide_act(asked: Asked, declaration_id: int, body: FindingDecision) -> Done:
    """Decide one finding that the rules leave to a person."""
    declaration, found = seen(asked.session, asked.actor, declaration_id, Action.SEE_DECLARATION)
    decide_finding(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        condition=body.condition,
        outcome=body.outcome,
        reason=body.reason,
        now=asked.now,
    )
    return Done()


@resource.act("/rounds/<code>/admit", Action.DECIDE_FINDING)
def admit_act(asked: Asked, code: str) -> Admitted:
    """Admit and refuse what is settled."""
    found = rounds.round_by_code(asked.session, code)
    result = admit_declarations(asked.session, actor=asked.actor, found=found, now=asked.now)
    return Admitted(admitted=result.n_admitted, refused=result.n_refused, open=result.n_open)
