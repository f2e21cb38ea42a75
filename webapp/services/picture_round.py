"""A round at a glance: who declared, who is on the list, and where the areas of the rubric stand."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Action, Actor, require
from webapp.queries import declarations, lists, panels, rankings
from webapp.queries.rankings import Position
from webapp.services.describe_pack import rubric_areas
from webapp.services.list_rule import industry_of
from webapp.services.picture import Chart, Fact, Picture, averaged, counted
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import REMOVED

LEGEND = ("申报", "入选")
AREA_LEGEND = ("全部申报平均", "入选平均")
PUBLISHED = ("publicity", "announced")
RANKED = ("locked", "decided", "publicity", "announced")


def picture_round(session: Session, *, actor: Actor, found: Round, today: date) -> Picture:
    """Count declarations and the list; figures of the ranking appear after the lock only."""
    require(actor, Action.SEE_LEADERS_REPORT)
    listed = [one for one in declarations.contexts_of_round(session, found.id) if one.state != "draft"]
    positions = decisive_positions(session, found) if found.state in RANKED else []
    decided = rankings.decisions_of_round(session, found.id)
    chosen = chosen_now(session, found, positions)
    progress = panels.progress_of_round(session, found.id)
    facts = (
        Fact("申报", str(len(listed))),
        Fact("名额", str(RoundSettings.from_json(found.settings).places)),
        Fact("入选" if decided else "名额之内", str(len(chosen))),
        Fact("评审专家", str(len(progress))),
        Fact("提交评审", f"{sum(one.n_submitted for one in progress)}/{sum(one.n_assigned for one in progress)}"),
    )
    charts = [
        counted("按地区", LEGEND, ((one.city, one.id in chosen) for one in listed)),
        counted("按主导产业", LEGEND, ((industry_of(one.context), one.id in chosen) for one in listed)),
    ]
    if any(one.row.areas for one in positions):
        charts.append(area_chart(dict(rubric_areas(found.pack_id)), positions, chosen))
    return Picture(f"{found.title}概览", str(today), facts, tuple(charts), found.is_demonstration)


def chosen_now(session: Session, found: Round, positions: Sequence[Position]) -> set[int]:
    """Return who is on the list: as published, with those that left and those that moved up; as decided; as ranked."""
    if found.state in PUBLISHED:
        return {
            one.declaration.id for one in lists.entries_of_round(session, found.id) if one.entry.standing != REMOVED
        }
    decided = rankings.decisions_of_round(session, found.id)
    if decided:
        return {number for number, one in decided.items() if one.is_selected}
    return {one.declaration.id for one in positions if one.row.status == "selected"}


def decisive_positions(session: Session, found: Round) -> Sequence[Position]:
    """Return the rows of the ranking that decides."""
    decisive = next((run for run in rankings.newest_runs(session, found.id).values() if run.is_decisive), None)
    return rankings.positions_of(session, [decisive.id])[decisive.id] if decisive else []


def area_chart(areas: Mapping[str, str], positions: Sequence[Position], chosen: set[int]) -> Chart:
    """Average each area over all and over those on the list."""
    rows = [(one.row.areas, one.declaration.id in chosen) for one in positions]
    return averaged("按评价领域（平均得分）", AREA_LEGEND, areas, rows)
