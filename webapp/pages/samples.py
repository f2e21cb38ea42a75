"""The sample of a round (试评): which case, who has scored it, what the discussion brought."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action
from webapp.queries import panels, rounds, samples
from webapp.services.choose_sample import choose_sample, note_discussion
from webapp.services.round_settings import RoundSettings

pages = Blueprint("samples", __name__, url_prefix="/panel")


@pages.get("/<code>/sample")
@guards(Action.SEE_SAMPLE)
def sample_page(code: str) -> ResponseReturnValue:
    """Show the case and how many have scored it; no points."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        case = samples.case_of_round(session, found.id)
        n_done = len(samples.reviews_of_case(session, found.id))
        n_seated = panels.n_seated(session, found.id)
        choices = samples.outside_declarations(session, found)
    return render_template(
        "panel/sample.html",
        round=found,
        settings=RoundSettings.from_json(found.settings),
        case=case,
        n_done=n_done,
        n_seated=n_seated,
        choices=choices,
    )


@pages.post("/<code>/sample")
@guards(Action.CHOOSE_SAMPLE)
def choose_act(code: str) -> ResponseReturnValue:
    """Choose the case."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        choose_sample(session, actor=actor(), found=found, source=request.form.get("source", ""), now=now())
    flash(_("已选定试评案例。"))
    return redirect(url_for("samples.sample_page", code=code))


@pages.post("/<code>/sample/note")
@guards(Action.CHOOSE_SAMPLE)
def note_act(code: str) -> ResponseReturnValue:
    """Write down what the discussion brought."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        note_discussion(session, actor=actor(), found=found, note=request.form.get("note", ""), now=now())
    flash(_("讨论纪要已保存，专家在试评结果页可以看到。"))
    return redirect(url_for("samples.sample_page", code=code))
