"""Give submitted reviews back to their expert before the lock, with a reason; the ledger keeps what was submitted."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import desks
from webapp.services.record_act import record_act
from webapp.services.write_notice import write_notice


def return_reviews(session: Session, *, actor: Actor, found: Round, seat_id: int, reason: str, now: datetime) -> int:
    """Reopen every submitted review of one seat and tell the expert why."""
    require(actor, Action.REMIND, Facts(round_state=found.state))
    if not reason.strip():
        raise Refusal("return-without-reason", "请写明退回的原因，专家会看到。")
    seat, reviews = desks.submitted_reviews_of_seat(session, found.id, seat_id)
    if not reviews:
        raise Refusal("nothing-to-return", "这位专家没有已提交的评审。")
    for review in reviews:
        review.state, review.submitted_at, review.version = "draft", None, review.version + 1
    if seat.account_id is not None:
        told = {"round": found.title, "reason": reason.strip()}
        write_notice(session, kind="review_returned", to={seat.account_id}, values=told, now=now)
    facts = {"seat": seat.pseudonym, "reviews": [review.id for review in reviews], "reason": reason.strip()}
    record_act(session, actor=actor, action="return reviews", facts=facts, now=now, round_id=found.id)
    return len(reviews)
