"""Start the publicity of the decided list and compute its first and last day."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.models import Publicity, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.bundle_parts import bound_parts
from webapp.services.compute_dates import publicity_dates
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings


def start_publicity(session: Session, *, actor: Actor, found: Round, published_on: date, now: datetime) -> Publicity:
    """Store the period by the region's rule; a provisional date is marked as such."""
    require(actor, Action.START_PUBLICITY, Facts(round_state=found.state))
    settings = RoundSettings.from_json(found.settings)
    period = publicity_dates(
        found.pack_id,
        published_on,
        count_publication_day=settings.count_publication_day,
        n_days=None,
        holidays=(),
    )
    first_day, last_day = date.fromisoformat(str(period["first_day"])), date.fromisoformat(str(period["last_day"]))
    started = Publicity(
        round_id=found.id,
        published_on=published_on,
        first_day=first_day,
        last_day=last_day,
        is_provisional=bool(period["provisional"]),
        contact=f"{settings.contact_person} {settings.contact_phone} {settings.contact_address}".strip(),
        created_at=now,
    )
    session.add(started)
    found.state = "publicity"
    bound = bound_parts(session, found, "publicity.json")
    facts = {"first_day": str(first_day), "last_day": str(last_day), **bound}
    record_act(session, actor=actor, action="start publicity", facts=facts, now=now, round_id=found.id)
    return started
