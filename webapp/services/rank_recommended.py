"""Put a city's recommended declarations in the city's own order."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import city_steps
from webapp.services.record_act import record_act

PLACES = "“{name}”的推荐排序为“{place}”：请填 1 到 {n}，每个数只用一次。"


def rank_recommended(session: Session, *, actor: Actor, found: Round, places: Mapping[int, str], now: datetime) -> None:
    """Store the order; every recommended declaration has one place and no place is given twice."""
    require(actor, Action.TAKE_CITY_STEP, Facts(round_state=found.state, city=actor.city))
    listed = city_steps.recommended_of_city(session, found.id, actor.city or "")
    allowed = {str(place) for place in range(1, len(listed) + 1)}
    given = [places.get(one.id, "").strip() for one in listed]
    problems = tuple(
        Problem(one.number, "wrong-place", PLACES, {"name": one.cluster_name, "place": place, "n": len(listed)})
        for one, place in zip(listed, given, strict=True)
        if place not in allowed or given.count(place) > 1
    )
    if problems:
        raise ProblemsFound("places-wrong", problems)
    for one, place in zip(listed, given, strict=True):
        one.city_place = int(place)
    order = {one.number: one.city_place for one in listed}
    record_act(session, actor=actor, action="rank recommended", facts={"places": order}, now=now, round_id=found.id)
