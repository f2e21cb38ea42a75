"""A round at a glance: who declared, who is on the list, and where the areas of the rubric stand."""

from datetime import date

from sqlalchemy.orm import Session

from webapp.models import RankingRun, Round
from webapp.permissions import Action, Actor, require
from webapp.queries import declarations, lists, panels, rankings, rounds
from webapp.services.declaration_groups import industry_of
from webapp.services.describe_pack import rubric_areas
from webapp.services.kept_answers import kept_answer
from webapp.services.picture import Chart, Fact, Picture, averaged, counted
from webapp.services.round_settings import RoundSettings

LEGEND = ("申报", "入选")
AREA_LEGEND = ("全部申报平均", "入选平均")
PUBLISHED = ("publicity", "announced")
RANKED = ("locked", "decided", "publicity", "announced")


def picture_round(session: Session, *, actor: Actor, found: Round, today: date) -> Picture:
    """Count declarations and the list; figures of the ranking appear after the lock only."""
    require(actor, Action.SEE_LEADERS_REPORT)
    run = decisive_run(session, found) if found.state in RANKED else None
    decided = rankings.selected_by_decision(session, found.id)
    chosen = frozenset(chosen_now(session, found, decided, run))
    n_changes = rounds.n_changes(session, found.id)
    n_seated, n_assigned, n_submitted = panels.kept_sums(session, found.id)
    key = ("declared", found.id, n_changes, chosen)
    n_listed, charts = kept_answer(session, key, lambda: declared_charts(session, found, chosen))
    facts = (
        Fact("申报", str(n_listed)),
        Fact("名额", str(RoundSettings.from_json(found.settings).places)),
        Fact("入选" if decided is not None else "名额之内", str(len(chosen))),
        Fact("评审专家", str(n_seated)),
        Fact("提交评审", f"{n_submitted}/{n_assigned}"),
    )
    if run is not None:
        run_id = run.id
        areas = kept_answer(session, ("areas", run_id, chosen), lambda: area_chart(session, found, run_id, chosen))
        charts = (*charts, areas) if areas.lines else charts
    return Picture(f"{found.title}概览", str(today), facts, charts, found.is_demonstration)


def declared_charts(session: Session, found: Round, chosen: frozenset[int]) -> tuple[int, tuple[Chart, ...]]:
    """Count what was handed in by place and by industry."""
    listed = [
        (city, industry_of(context), declaration_id in chosen)
        for declaration_id, city, context in declarations.contexts_handed_in(session, found.id)
    ]
    by_city = counted("按地区", LEGEND, ((city, is_chosen) for city, _industry, is_chosen in listed))
    by_industry = counted("按主导产业", LEGEND, ((industry, is_chosen) for _city, industry, is_chosen in listed))
    return len(listed), (by_city, by_industry)


def chosen_now(session: Session, found: Round, decided: set[int] | None, run: RankingRun | None) -> set[int]:
    """Return who is on the list: as published, with those that left and those that moved up; as decided; as ranked."""
    if found.state in PUBLISHED:
        return lists.ids_on_list(session, found.id)
    if decided is not None:
        return decided
    if run is None:
        return set()
    run_id = run.id
    return kept_answer(session, ("selected", run_id), lambda: rankings.selected_in_run(session, run_id))


def decisive_run(session: Session, found: Round) -> RankingRun | None:
    """Return the ranking that decides."""
    return next((run for run in rankings.newest_runs(session, found.id).values() if run.is_decisive), None)


def area_chart(session: Session, found: Round, run_id: int, chosen: frozenset[int]) -> Chart:
    """Average each area over all and over those on the list."""
    rows = [(areas, key in chosen) for key, areas in rankings.areas_of_run(session, run_id)]
    return averaged("按评价领域（平均得分）", AREA_LEGEND, dict(rubric_areas(found.pack_id)), rows)
