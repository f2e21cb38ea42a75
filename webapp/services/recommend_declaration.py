"""The city bureau notes its on-site verification and its recommendation."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored

LOCATIONS = ("one_county", "adjacent_counties", "non_adjacent_counties")


def recommend_declaration(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    has_visited: bool,
    opinion: str,
    operator_kind: str,
    location_kind: str,
    now: datetime,
) -> None:
    """Store what the city did and screen again with it."""
    require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state, city=declaration.city))
    if declaration.state != "submitted":
        raise Refusal("not-submitted", "只有已提交的申报才能推荐。")
    if not opinion.strip():
        raise Refusal("no-recommendation-opinion", "请填写推荐意见。")
    if location_kind not in LOCATIONS:
        raise Refusal("no-location", "请选择集群所在的范围。")
    city = {"on_site_verification": has_visited, "recommendation": True}
    declaration.context = {
        **declaration.context,
        "city": city,
        "applicant": {"kind": "operator", "operator_kind": operator_kind, "designated_by_city": True},
        "location": {**declaration.context.get("location", {}), "kind": location_kind},
    }
    declaration.answers = {**declaration.answers, "statement.city_opinion": opinion.strip()}
    declaration.version += 1
    declaration.updated_at = now
    told = {"declaration": declaration.number, **city}
    record_act(session, actor=actor, action="recommend declaration", facts=told, now=now, round_id=found.id)
    screen_stored(session, declaration=declaration, found=found, now=now)
