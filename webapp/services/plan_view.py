"""What the organiser sees of a plan before accepting it: panels with fit and its parts, loads, composition, links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from reviewers.affinity import PART_TITLES, Fit, fit
from webapp import models
from webapp.models.packed_fits import unpacked
from webapp.queries import panel_windows, panels
from webapp.queries.panel_windows import ROWS
from webapp.services.plan_checks import Objection
from webapp.services.plan_figures import PlanFigures
from webapp.services.plan_links import PlanLinks
from webapp.services.plan_pages import Content, broken_told, figures_told, links_told, n_shown
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
    n_load_pages: int
    even: float
    figures: PlanFigures
    links: PlanLinks
    broken: tuple[Objection, ...]


def view_plan(
    session: Session, *, found: models.Round, contents: tuple[Content, Content], loads_page: int = 1
) -> PlanView:
    """Describe a plan from what is known of the whole and from one portion of its panels, and of the loads one page."""
    whole, portion = contents
    names, first = whole["experts"], (loads_page - 1) * ROWS
    seated = sorted({j for columns in portion["panels"] for j in columns})
    seats = panel_windows.experts_named(session, found.id, {names[j] for j in seated})
    loaded = panel_windows.names_of_seats(session, found.id, names[first : first + ROWS])
    panel = Panel(names, {j: seats[names[j]] for j in seated}, whole["group"])
    listed = panels.admitted_of_numbers(session, found.id, portion["declarations"])
    places = [place for place, number in enumerate(portion["declarations"]) if number in listed]
    declarations = [listed[portion["declarations"][place]] for place in places]
    fits = unpacked(portion["fits"])
    fitting = fit(engine_experts(panel.experts.values()), engine_declarations(declarations))
    at_fit = {j: at for at, j in enumerate(seated)}
    loads = zip(names[first : first + ROWS], whole["loads"][first : first + ROWS], strict=True)
    return PlanView(
        tuple(
            panel_of(
                panel,
                declarations[at],
                portion["panels"][place],
                fits[place],
                partial(parts_of_column, fitting, at, at_fit),
            )
            for at, place in enumerate(places)
        ),
        max(1, -(-whole["n_declarations"] // n_shown(whole["n_declarations"]))),
        tuple(LoadShown(name, loaded[name], n) for name, n in loads),
        max(1, -(-len(names) // ROWS)),
        whole["n_pairs"] / max(1, len(names)),
        figures_told(whole),
        links_told(whole),
        broken_told(whole),
    )


@dataclass(frozen=True)
class Panel:
    """The experts of a plan in its order, of whom only those who are shown are known."""

    names: Sequence[str]
    experts: Mapping[int, models.Expert]
    group: Sequence[int]


def panel_of(
    panel: Panel,
    declaration: models.Declaration,
    columns: Sequence[int],
    fits: Sequence[int],
    parts: Callable[[int, float], tuple[PartShown, ...]],
) -> PanelShown:
    """Describe the panel of one declaration."""
    profiles = [panel.experts[j].profile for j in columns]
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
        len({one["region"]["city"] or one["region"]["province"] for one in profiles} - {""}),
        len({industry for one in profiles for industry in one["industries"]}),
    )


def parts_of_column(fitting: Fit, i: int, places: Mapping[int, int], j: int, reached: float) -> tuple[PartShown, ...]:
    """The same for an expert of the plan, of whom only some were fitted."""
    return parts_of(fitting, i, places[j], reached)


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
