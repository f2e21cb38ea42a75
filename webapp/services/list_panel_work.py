"""What waits on an expert's desk beside the sheets: samples, reconsiderations, the opinion of a panel they lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.models import SampleCase
from webapp.queries import panel_opinions, reconsiderations, samples
from webapp.queries.own_sheets import OwnSeat
from webapp.queries.reconsiderations import Asked
from webapp.services.round_rules import rules_of


@dataclass(frozen=True)
class SampleWork:
    """The sample of one round: not there yet, due, or done."""

    found: OwnSeat
    case: SampleCase | None
    is_done: bool


@dataclass(frozen=True)
class PanelWork:
    """Everything beside the sheets."""

    samples: tuple[SampleWork, ...]
    requests: tuple[Asked, ...]
    led: tuple[OwnSeat, ...]


NOTHING = PanelWork((), (), ())


def panel_work_of(connection: Connection, account_id: int, seats: Sequence[OwnSeat]) -> PanelWork:
    """Collect it for one account's seats; rounds without sample or lock cost nothing."""
    sampled = [seat for seat in seats if seat.state == "scoring" and rules_of(seat).settings.sample_scoring]
    locked = [seat for seat in seats if seat.state in ("locked", "decided")]
    if not sampled and not locked:
        return NOTHING
    with Session(connection) as session:
        due = [
            SampleWork(seat, samples.case_of_round(session, seat.round_id), samples.has_scored_sample(session, seat.id))
            for seat in sampled
        ]
        requests = reconsiderations.asked_of_account(session, account_id) if locked else []
        led = panel_opinions.rounds_led_by(session, account_id) if locked else set()
    return PanelWork(tuple(due), tuple(requests), tuple(seat for seat in locked if seat.round_id in led))
