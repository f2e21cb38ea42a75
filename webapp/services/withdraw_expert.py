"""An expert withdraws: the seat stands withdrawn, the next reserve of the draw steps in, nobody else is touched."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Round, Seat
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import ledgers, panels
from webapp.services.record_act import record_act
from webapp.services.step_in import who_steps_in
from webapp.services.withdrawals import WITHDRAW, read_withdrawals

# Kinds, not free text: the ledger travels with the bundle, and health or conduct of a person does not belong there.
REASONS = {
    "own_request": "本人申请退出",
    "duty": "公务或时间冲突",
    "unreachable": "联系不上",
    "conflict": "存在较多应回避情形",
    "conduct": "违反评审纪律",
}


@dataclass(frozen=True)
class Substitution:
    """Who left and who stepped in; None when the seat was a reserve's or no reserve would do."""

    withdrawn: Seat
    joined: Seat | None


def withdraw_expert(
    session: Session, *, actor: Actor, found: Round, seat_id: int, reason: str, now: datetime
) -> Substitution:
    """Withdraw the seat; what the expert handed in stays, drafts are kept but no longer count."""
    require(actor, Action.REPLACE_EXPERT, Facts(round_state=found.state))
    seats = {seat.pseudonym: seat for seat, _expert in panels.seats_of_round(session, found.id)}
    leaver = next((seat for seat in seats.values() if seat.id == seat_id), None)
    drawn = panels.draw_of_round(session, found.id)
    if leaver is None or drawn is None:
        raise NotFound("no-seat", "专家组中没有这个席位。")
    if leaver.standing == "withdrawn":
        raise Refusal("already-withdrawn", "这位专家已经退出。")
    if reason not in REASONS:
        raise Refusal("withdrawal-without-reason", "请选择退出的原因。")
    joined = None
    if leaver.standing == "seated":
        out = [one.withdrawn for one in read_withdrawals(ledgers.acts_of_round(session, found.id, WITHDRAW))]
        staying = [name for name, seat in seats.items() if seat.standing == "seated" and seat is not leaver]
        name = who_steps_in({"seed": drawn.seed, **drawn.record}, staying, [*out, leaver.pseudonym])
        joined = seats[name] if name else None
        release_unfinished(session, found, leaver)
    leaver.standing = "withdrawn"
    if joined is not None:
        joined.standing = "seated"
    facts = {"withdrawn": leaver.pseudonym, "joined": joined and joined.pseudonym, "reason": reason}
    record_act(session, actor=actor, action="withdraw expert", facts=facts, now=now, round_id=found.id)
    return Substitution(leaver, joined)


def release_unfinished(session: Session, found: Round, leaver: Seat) -> None:
    """Take the sheets that are not handed in from the expert; their drafts stay stored."""
    for pair in panels.pairs_of_round(session, found.id):
        if pair.seat.id == leaver.id and pair.review_state != "submitted":
            pair.assignment.is_withdrawn = True
