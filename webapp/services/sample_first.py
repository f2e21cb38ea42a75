"""Where a round asks for it, nobody scores a declaration before the sample is handed in."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.queries import samples
from webapp.queries.own_sheets import Place
from webapp.services.round_rules import rules_of


def is_sample_due(asking: Session | Connection, place: Place) -> bool:
    """Tell whether this seat still owes the sample."""
    if place.round_state != "scoring" or not rules_of(place).settings.sample_scoring:
        return False
    return not samples.has_scored_sample(asking, place.seat_id)


def check_sample_done(session: Session, place: Place) -> None:
    """Refuse to score before the sample."""
    if is_sample_due(session, place):
        raise Refusal("sample-first", "请先完成试评，再开始正式评分。")
