"""The city's steps before the recommendation."""

from typing import Literal

from sqlalchemy.orm import Session

from webapp.api.answers import Done
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import rounds
from webapp.services.known_declaration import known_declaration
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


def of_the_city(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration of this person's city."""
    declaration, found = known_declaration(session, actor, declaration_id)
    require(actor, Action.TAKE_CITY_STEP, Facts(found.state, city=declaration.city))
    return declaration, found


@resource.act("/declarations/<int:declaration_id>/steps", Action.TAKE_CITY_STEP)
def step_act(asked: Asked, declaration_id: int, body: Step) -> Done:
    """Take a step that asks for words only."""
    declaration, found = of_the_city(asked.session, asked.actor, declaration_id)
    take_city_step(
        asked.session,
        actor=asked.actor,
        declaration=declaration,
        found=found,
        key=body.key,
        text=body.text,
        facts={},
        now=asked.now,
    )
    return Done()


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
