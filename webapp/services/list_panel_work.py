"""What waits on an expert's desk beside the sheets: samples, reconsiderations, the opinion of a panel they lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.models import Round, SampleCase, Seat
from webapp.queries import panel_opinions, reconsiderations, samples
from webapp.queries.reconsiderations import Asked
from webapp.services.round_settings import RoundSettings


@dataclass(frozen=True)
class SampleWork:
    """The sample of one round: not there yet, due, or done."""

    found: Round
    case: SampleCase | None
    is_done: bool


@dataclass(frozen=True)
class PanelWork:
    """Everything beside the sheets."""

    samples: tuple[SampleWork, ...]
    requests: tuple[Asked, ...]
    led: tuple[Round, ...]


def panel_work_of(session: Session, seats: Sequence[tuple[Seat, Round]]) -> PanelWork:
    """Collect it for one account's seats; rounds without sample or lock cost nothing."""
    sampled = [
        SampleWork(found, samples.case_of_round(session, found.id), samples.has_scored_sample(session, seat.id))
        for seat, found in seats
        if found.state == "scoring" and RoundSettings.from_json(found.settings).sample_scoring
    ]
    accounts = {seat.account_id for seat, _found in seats if seat.account_id is not None}
    locked = [found for _seat, found in seats if found.state in ("locked", "decided")]
    requests = [one for key in accounts for one in reconsiderations.asked_of_account(session, key)] if locked else []
    led = {key for account in accounts for key in panel_opinions.rounds_led_by(session, account)} if locked else set()
    return PanelWork(tuple(sampled), tuple(requests), tuple(found for found in locked if found.id in led))
