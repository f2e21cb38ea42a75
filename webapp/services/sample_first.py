"""Where a round asks for it, nobody scores a declaration before the sample is handed in."""

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round, Seat
from webapp.queries import samples
from webapp.services.round_settings import RoundSettings


def is_sample_due(session: Session, seat: Seat, found: Round) -> bool:
    """Tell whether this seat still owes the sample."""
    if found.state != "scoring" or not RoundSettings.from_json(found.settings).sample_scoring:
        return False
    return not samples.has_scored_sample(session, seat.id)


def check_sample_done(session: Session, seat: Seat, found: Round) -> None:
    """Refuse to score before the sample."""
    if is_sample_due(session, seat, found):
        raise Refusal("sample-first", "请先完成试评，再开始正式评分。")
