"""What the organiser sees of a plan before accepting it: panels with fit and its parts, loads, composition, links."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from reviewers.affinity import PART_TITLES, Fit, fit
from reviewers.people import Expert as EngineExpert
from webapp import models
from webapp.queries import panels
from webapp.services.plan_checks import Objection, objections
from webapp.services.plan_figures import PlanFigures, figures_of
from webapp.services.plan_links import PlanLinks, links_of
from webapp.services.round_people import engine_declarations, engine_experts

PER_PAGE = 50
MICRO = 1_000_000


@dataclass(frozen=True)
class PartShown:
    """One part of a fit: value × weight of all parts adds up to the fit."""

    title: str
    value: float
    weight: float
    evidence_template: str
    evidence_values: Mapping[str, str]


@dataclass(frozen=True)
class Member:
    """One expert on one panel; the fit is the one the plan was made with."""

    pseudonym: str
    name: str
    unit: str
    fit: float
    parts: tuple[PartShown, ...]


@dataclass(frozen=True)
class PanelShown:
    """One declaration with its panel and what the panel is made of."""

    number: str
    cluster_name: str
    city: str
    members: tuple[Member, ...]
    n_units: int
    n_regions: int
    n_specialities: int

    @property
    def total(self) -> float:
        """The fit of all members together."""
        return sum(one.fit for one in self.members)


@dataclass(frozen=True)
class LoadShown:
    """How much work one expert has."""

    pseudonym: str
    name: str
    n: int


@dataclass(frozen=True)
class PlanView:
    """A plan as it is shown; panels only of the page asked for."""

    panels: tuple[PanelShown, ...]
    n_pages: int
    loads: tuple[LoadShown, ...]
    even: float
    figures: PlanFigures
    links: PlanLinks
    broken: tuple[Objection, ...]


def view_plan(session: Session, *, found: models.Round, outcome: Mapping[str, Any], page: int = 1) -> PlanView:
    """Describe a stored or a merely computed plan."""
    problem, rows = outcome["problem"], outcome["rows"]
    seats = {seat.pseudonym: expert for seat, expert in panels.seats_of_round(session, found.id)}
    experts = [seats[name] for name in problem["experts"]]
    listed = {row.number: row for row in panels.admitted_declarations(session, found.id)}
    declarations = [listed[number] for number in problem["declarations"] if number in listed]
    engine = engine_experts(experts)
    fitting = fit(engine, engine_declarations(declarations))
    shown = range((page - 1) * PER_PAGE, min(page * PER_PAGE, len(declarations)))
    counts = Counter(j for _i, j in rows)
    return PlanView(
        tuple(panel_of(i, declarations[i], problem, rows, experts, engine, fitting) for i in shown),
        max(1, -(-len(declarations) // PER_PAGE)),
        tuple(LoadShown(name, seats[name].name, counts[j]) for j, name in enumerate(problem["experts"])),
        len(rows) / max(1, len(experts)),
        figures_of(outcome),
        links_of(problem, rows),
        tuple(objections(problem, rows)),
    )


def panel_of(
    i: int,
    declaration: models.Declaration,
    problem: Mapping[str, Any],
    rows: Sequence[Sequence[int]],
    experts: Sequence[models.Expert],
    engine: Sequence[EngineExpert],
    fitting: Fit,
) -> PanelShown:
    """Describe the panel of one declaration."""
    columns = [j for row, j in rows if row == i]
    return PanelShown(
        declaration.number,
        declaration.cluster_name,
        declaration.city,
        tuple(
            Member(
                problem["experts"][j],
                experts[j].name,
                experts[j].unit,
                problem["fit"][i][j] / MICRO,
                parts_of(fitting, i, j),
            )
            for j in columns
        ),
        len({problem["group"][j] for j in columns}),
        len({engine[j].region.city or engine[j].region.province for j in columns} - {""}),
        len({industry for j in columns for industry in engine[j].industries}),
    )


def parts_of(fitting: Fit, i: int, j: int) -> tuple[PartShown, ...]:
    """The parts of one pair's fit with their evidence."""
    return tuple(
        PartShown(PART_TITLES[one.name], one.value, one.weight, one.evidence_template, one.evidence_values)
        for one in fitting.parts(i, j)
    )
