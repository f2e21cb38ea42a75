"""Beside the ranking: who would cross the line, how the list spreads, and a trial of other weights and quotas."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from webapp.errors import Problem, ProblemsFound
from webapp.forms.what_if import read_trial
from webapp.models import Job, Round
from webapp.pages.door import actor, guards, now, writing
from webapp.permissions import Action
from webapp.queries import rounds
from webapp.services.describe_pack import criterion_titles, rubric_areas
from webapp.services.describe_study import describe_study
from webapp.services.look_at_trial import look_at_trial
from webapp.services.ranking_methods import method_titles
from webapp.services.round_settings import RoundSettings
from webapp.services.try_settings import opened_trial

pages = Blueprint("studies", __name__, url_prefix="/studies")


@pages.get("/<code>")
@guards(Action.SEE_RANKING)
def study_page(code: str) -> ResponseReturnValue:
    """Show who would cross the line in other circumstances, and how the list spreads."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        study = describe_study(session, actor=actor(), found=found, now=now())
        return render_template(
            "studies/study.html",
            round=found,
            seen_at=now(),
            study=study,
            names=method_titles() | dict(rubric_areas(found.pack_id)) | criterion_titles(found.pack_id),
            settings=RoundSettings.from_json(found.settings),
        )


@pages.get("/<code>/what-if")
@guards(Action.SEE_RANKING)
def what_if_page(code: str) -> ResponseReturnValue:
    """Try other weights, places and quotas; the stored result stays as it is."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        settings = RoundSettings.from_json(found.settings)
        areas = areas_tried(found, settings)
        problems: tuple[Problem, ...] = ()
        try:
            trial = read_trial(request.args, settings, areas)
        except ProblemsFound as refused:
            trial, problems = settings, refused.problems
        is_tried = "places" in request.args and not problems
        typed, tried = without_page(request.args), None
        if is_tried:
            page = request.args.get("page", 1, type=int)
            tried = look_at_trial(session, actor=actor(), found=found, trial=trial, typed=typed, page=page, now=now())
        else:
            opened_trial(session, actor=actor(), found=found, now=now())
        if isinstance(tried, Job):
            return redirect(url_for("jobs.show_page", job_id=tried.id))
        return render_template(
            "studies/what_if.html",
            round=found,
            seen_at=now(),
            settings=settings,
            trial=trial,
            areas=areas,
            tried=tried,
            again=url_for("studies.what_if_page", code=code, **typed),
            typed=request.args if problems else {},
            problems=problems,
        )


def without_page(typed: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed, to be sent again for another page of the same trial."""
    return {name: values for name, values in typed.lists() if name != "page"}


def areas_tried(found: Round, settings: RoundSettings) -> list[tuple[str, str]]:
    """Return the areas whose weights can be tried; imported scores have none."""
    return [] if settings.is_imported else rubric_areas(found.pack_id)
