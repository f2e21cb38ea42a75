"""Declarations seen by those who check them: the list, the findings, written decisions, admission."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.permissions import Action
from webapp.queries import city_steps, declarations, evidence, rounds
from webapp.services.admit_declarations import admit_declarations
from webapp.services.city_procedure import city_desk, stage_title
from webapp.services.decide_finding import decide_finding
from webapp.services.describe_declaration import describe_declaration
from webapp.services.find_similar_declarations import similar_in_round, similar_to
from webapp.services.known_declaration import known_declaration
from webapp.services.round_settings import RoundSettings
from webapp.services.screen_stored import overall_after_decisions
from webapp.services.telephones import answers_for

# More resemblances than anybody reads on a page are counted there, and all listed by a command.
MOST_SIMILAR = 100

pages = Blueprint("declarations", __name__, url_prefix="/declarations")


def visible(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration this actor may see."""
    return known_declaration(session, actor(), declaration_id)


@pages.get("/")
@guards(Action.SEE_DECLARATIONS)
def list_page() -> ResponseReturnValue:
    """List what this person may see, of one round or of all."""
    code = request.args.get("round")
    with asking() as session:
        found = rounds.round_by_code(session, code) if code else None
        after = request.args.get("after", 0, type=int)
        part = declarations.visible_declarations(
            session,
            actor(),
            found.id if found else None,
            after,
            words=request.args.get("words", ""),
            state=request.args.get("state", ""),
        )
        open_rounds = rounds.rounds_open_for_declaring(session)
        similar = similar_in_round(session, actor(), found) if found else ()
    stages = {line.declaration.id: stage_title(line.round.pack_id, line.declaration) for line in part.lines}
    return render_template(
        "declarations/list.html",
        part=part,
        lines=part.lines,
        round=found,
        open_rounds=open_rounds,
        closes={one.code: RoundSettings.from_json(one.settings).declare_until for one in open_rounds},
        today=str(today()),
        similar=similar,
        n_similar=MOST_SIMILAR,
        stages=stages,
        asked={name: request.args[name] for name in ("words", "state") if request.args.get(name)},
    )


@pages.get("/<int:declaration_id>")
@guards(Action.SEE_DECLARATION)
def show_page(declaration_id: int) -> ResponseReturnValue:
    """Show the answers and every finding with its article and the observed value."""
    with asking() as session:
        declaration, found = visible(session, declaration_id)
        screening = declarations.newest_screening(session, declaration.id)
        decided = declarations.decisions_of(session, declaration.id)
        files = evidence.evidence_of(session, declaration.id)
        steps = city_steps.steps_of(session, declaration.id)
        similar = similar_to(session, actor(), found, declaration)
    outcomes = {key: one.outcome for key, one in decided.items()}
    return render_template(
        "declarations/show.html",
        declaration=declaration,
        round=found,
        screening=screening,
        decided=decided,
        verdict=overall_after_decisions(screening.result, outcomes) if screening else None,
        sections=describe_declaration(found.pack_id, answers_for(actor(), found.pack_id, declaration.answers)),
        files=files,
        steps=steps,
        similar=similar,
        city=city_desk(actor(), declaration, found),
    )


@pages.post("/<int:declaration_id>/decide")
@guards(Action.DECIDE_FINDING)
def decide_act(declaration_id: int) -> ResponseReturnValue:
    """Store a written decision on one finding."""
    with writing() as session:
        declaration, found = visible(session, declaration_id)
        decide_finding(
            session,
            actor=actor(),
            declaration=declaration,
            found=found,
            condition=request.form.get("condition", ""),
            outcome=request.form.get("outcome", ""),
            reason=request.form.get("reason", ""),
            now=now(),
        )
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id, _anchor="findings"))


@pages.post("/admit/<code>")
@guards(Action.DECIDE_FINDING)
def admit_act(code: str) -> ResponseReturnValue:
    """Admit and refuse what is settled."""
    with writing() as session:
        result = admit_declarations(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(
        _(
            "进入评审 %(yes)s 份，未进入 %(no)s 份，尚待认定或补正 %(open)s 份。",
            yes=result.n_admitted,
            no=result.n_refused,
            open=result.n_open,
        )
    )
    return redirect(url_for("declarations.list_page", round=code))
