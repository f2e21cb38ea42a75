"""The city's steps before the recommendation."""

from typing import Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Day, Number, Word, Words
from webapp.api.resources import Resource
from webapp.errors import Problem, ProblemsFound
from webapp.forms.city_steps import read_corrections, read_onsite
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import rounds
from webapp.services.known_declaration import known_declaration
from webapp.services.list_corrections import list_corrections
from webapp.services.onsite_items import onsite_items
from webapp.services.rank_recommended import rank_recommended
from webapp.services.recommend_declaration import recommend_declaration
from webapp.services.take_city_step import take_city_step

resource = Resource("city")


class Step(Body):
    """A step that asks for words only."""

    key: Literal["accept", "refuse_acceptance", "pass_city_review", "decline_recommendation"]
    text: Words = ""


class Recommendation(Body):
    """The opinion, and whether the city has been there."""

    opinion: Words
    visited: bool = False


class Order(Body):
    """The city's order: places by declaration id."""

    places: dict[Word, Number]


class CorrectionPoint(Answer):
    """One thing to put right, as screening and the form find it."""

    key: str
    place: str
    problem: str
    remedy: str


class OwnPoint(Body):
    """One thing to put right that the clerk has found."""

    place: Word
    problem: Word = ""


class Correction(Body):
    """The one letter: which listed points, what else, and the last day."""

    points: list[Word] = Field(default_factory=list, max_length=1000)
    more: list[OwnPoint] = Field(default_factory=list, max_length=200)
    due_on: Day
    contact: Word = ""


class DeclaredFact(Answer):
    """One declared figure to hold against what is found on site."""

    key: str
    label: str
    declared: str
    evidence: str


class SeenFact(Body):
    """What was found of it."""

    found: Word = ""
    agrees: Word = ""
    remark: Word = ""


class Visit(Body):
    """When, where and who, what was found, and the conclusion."""

    visited_on: Day
    visitors: list[Word]
    address: Word = ""
    items: dict[Word, SeenFact] = Field(default_factory=dict)
    conclusion: Words = ""


def of_the_city(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration of this person's city."""
    declaration, found = known_declaration(session, actor, declaration_id)
    require(actor, Action.TAKE_CITY_STEP, Facts(found.state, city=declaration.city))
    return declaration, found


@resource.act("/declarations/<int:declaration_id>/steps", Action.TAKE_CITY_STEP)
def step_act(asked: Asked, declaration_id: int, body: Step) -> Done:
    """Take a step that asks for words only."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    take(asked, declaration, found, key=body.key, text=body.text, facts={})
    return Done()


def take(asked: Asked, declaration: Declaration, found: Round, *, key: str, text: str, facts: dict[str, Any]) -> None:
    """Take a step of the city."""
    take_city_step(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        key=key,
        text=text,
        facts=facts,
        now=asked.now,
    )


@resource.act("/declarations/<int:declaration_id>/recommendation", Action.TAKE_CITY_STEP)
def recommend_act(asked: Asked, declaration_id: int, body: Recommendation) -> Done:
    """Recommend, taking the steps that are still open on the way."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    recommend_declaration(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        has_visited=body.visited,
        opinion=body.opinion,
        known={},
        now=asked.now,
    )
    return Done()


@resource.act("/rounds/<code>/recommended", Action.TAKE_CITY_STEP)
def order_act(asked: Asked, code: str, body: Order) -> Done:
    """Store the city's order of its recommendations."""
    places = {int(key): str(place) for key, place in body.places.items() if key.isdecimal()}
    found = rounds.round_by_code(asked.session, code)
    rank_recommended(asked.session, actor=asked.actor, found=found, places=places, now=asked.now)
    return Done(done=len(places))


@resource.read("/declarations/<int:declaration_id>/corrections", Action.TAKE_CITY_STEP, listed=True)
def corrections_answer(asked: Asked, declaration_id: int) -> Page[CorrectionPoint]:
    """List everything that has to be put right."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    points = list_corrections(asked.session, declaration, found).all
    return page_of(points, asked.window, lambda one: one.key, CorrectionPoint.of)


@resource.act("/declarations/<int:declaration_id>/correction", Action.TAKE_CITY_STEP)
def correction_act(asked: Asked, declaration_id: int, body: Correction) -> Done:
    """Return the declaration with the one letter."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    points = tuple(list_corrections(asked.session, declaration, found).all)
    unknown = sorted(set(body.points) - {one.key for one in points})
    if unknown:
        problems = tuple(Problem(key, "no-point", "没有这一处补正事项，请核对。") for key in unknown)
        raise ProblemsFound("correction-wrong", problems)
    more = "\n".join(f"{one.place}：{one.problem}".replace("\n", " ") for one in body.more)
    typed = [("due_on", body.due_on.isoformat()), ("contact", body.contact), ("more", more)]
    facts, problems = read_corrections(points, MultiDict([*typed, *(("point", key) for key in body.points)]))
    if problems:
        raise ProblemsFound("correction-wrong", problems)
    take(asked, declaration, found, key="ask_for_correction", text="", facts=facts)
    return Done()


@resource.read("/declarations/<int:declaration_id>/onsite", Action.TAKE_CITY_STEP, listed=True)
def onsite_answer(asked: Asked, declaration_id: int) -> Page[DeclaredFact]:
    """List the declared figures to look at on site."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    items = onsite_items(found.pack_id, declaration)
    return page_of(items, asked.window, lambda one: one.key, DeclaredFact.of)


@resource.act("/declarations/<int:declaration_id>/onsite", Action.TAKE_CITY_STEP)
def onsite_act(asked: Asked, declaration_id: int, body: Visit) -> Done:
    """Store what was found on site."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    typed = {"visited_on": body.visited_on.isoformat(), "visitors": "、".join(body.visitors), "address": body.address}
    for key, seen in body.items.items():
        typed |= {f"found:{key}": seen.found, f"agrees:{key}": seen.agrees, f"remark:{key}": seen.remark}
    facts, problems = read_onsite(onsite_items(found.pack_id, declaration), MultiDict(typed))
    if problems:
        raise ProblemsFound("onsite-wrong", problems)
    take(asked, declaration, found, key="verify_on_site", text=body.conclusion, facts=facts)
    return Done()
