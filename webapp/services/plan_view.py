"""What the organiser sees of a plan before accepting it: panels with fit and its parts, loads, composition, links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from sqlalchemy.orm import Session

from reviewers.affinity import PART_TITLES, Fit, fit
from reviewers.people import Expert as EngineExpert
from webapp import models
from webapp.models.packed_fits import unpacked
from webapp.queries import panels
from webapp.services.plan_checks import Objection
from webapp.services.plan_figures import PlanFigures
from webapp.services.plan_links import PlanLinks
from webapp.services.plan_pages import PER_PAGE, Content, broken_told, figures_told, links_told
from webapp.services.round_people import engine_declarations, engine_experts

MICRO = 1_000_000
BY_RARITY = "keywords"


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


def view_plan(session: Session, *, found: models.Round, contents: tuple[Content, Content]) -> PlanView:
    """Describe a plan from what is known of the whole and from one portion of its panels."""
    whole, portion = contents
    names = whole["experts"]
    seats = {seat.pseudonym: expert for seat, expert in panels.seats_of_round(session, found.id)}
    panel = Panel(names, [seats[name] for name in names], whole["group"])
    listed = panels.admitted_of_numbers(session, found.id, portion["declarations"])
    places = [place for place, number in enumerate(portion["declarations"]) if number in listed]
    declarations = [listed[portion["declarations"][place]] for place in places]
    fits = unpacked(portion["fits"])
    fitting = fit(panel.engine, engine_declarations(declarations))
    return PlanView(
        tuple(
            panel_of(panel, declarations[at], portion["panels"][place], fits[place], partial(parts_of, fitting, at))
            for at, place in enumerate(places)
        ),
        max(1, -(-whole["n_declarations"] // PER_PAGE)),
        tuple(LoadShown(name, seats[name].name, n) for name, n in zip(names, whole["loads"], strict=True)),
        whole["n_pairs"] / max(1, len(names)),
        figures_told(whole),
        links_told(whole),
        broken_told(whole),
    )


@dataclass(frozen=True)
class Panel:
    """The experts of a plan in its order."""

    names: Sequence[str]
    experts: Sequence[models.Expert]
    group: Sequence[int]

    @cached_property
    def engine(self) -> list[EngineExpert]:
        """The same as the engine reads them."""
        return engine_experts(self.experts)


def panel_of(
    panel: Panel,
    declaration: models.Declaration,
    columns: Sequence[int],
    fits: Sequence[int],
    parts: Callable[[int, float], tuple[PartShown, ...]],
) -> PanelShown:
    """Describe the panel of one declaration."""
    engine = panel.engine
    return PanelShown(
        declaration.number,
        declaration.cluster_name,
        declaration.city,
        tuple(
            Member(
                panel.names[j],
                panel.experts[j].name,
                panel.experts[j].unit,
                fits[j] / MICRO,
                parts(j, fits[j] / MICRO),
            )
            for j in columns
        ),
        len({panel.group[j] for j in columns}),
        len({engine[j].region.city or engine[j].region.province for j in columns} - {""}),
        len({industry for j in columns for industry in engine[j].industries}),
    )


def parts_of(fitting: Fit, i: int, j: int, reached: float) -> tuple[PartShown, ...]:
    """The parts of one pair's fit with their evidence; they add up to the fit the plan was made with.

    How rare a word is depends on all declarations of the round, of which only a few are looked at here: what the other
    parts leave of the fit is that of the words.
    """
    parts = fitting.parts(i, j)
    rest = reached - sum(one.value * one.weight for one in parts if one.name != BY_RARITY)
    return tuple(
        PartShown(
            PART_TITLES[one.name],
            min(1.0, max(0.0, rest / one.weight)) if one.name == BY_RARITY else one.value,
            one.weight,
            one.evidence_template,
            one.evidence_values,
        )
        for one in parts
    )
