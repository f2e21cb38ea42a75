"""Take a message out of the outbox and bring it to its end, so that a sender killed at any step sends nothing twice.

waiting → taken → handing → sent. A message that is `taken` has certainly not been delivered: whoever finds it
abandoned takes it again, and the first holder, should it live, cannot enter `handing` any more. `handing` is committed
just before the last byte leaves. The sender's witness (`webapp.jobs.witness`) frees what is abandoned there when the
byte certainly did not leave; otherwise it may have been delivered, so it is not sent again unless the receiver knows
repetitions by their key, but shown to people as `unconfirmed`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Outgoing
from webapp.models.turns import await_turn
from webapp.queries import notices
from webapp.queries.notices import DEAD, HANDING, SENT, TAKEN, UNCONFIRMED, WAITING

LEASE = timedelta(seconds=60)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_ATTEMPTS = 8
LONGEST_ANSWER = 500


class LostMessage(Refusal):
    """Another sender has the message now; this one must not deliver it."""


@dataclass(frozen=True)
class Holding:
    """One attempt of one sender at one message."""

    message: Outgoing
    sender: str
    attempt: int


def take_outgoing(session: Session, *, sender: str, now: datetime, channels: Collection[str]) -> Holding | None:
    """Take the next message that is due."""
    await_turn(session)
    message = notices.next_to_send(session, now, channels)
    if message is None:
        return None
    message.state, message.taken_by, message.lease_until = TAKEN, sender, now + LEASE
    message.attempts += 1
    session.flush()
    return Holding(message, sender, message.attempts)


def begin_handing(session: Session, holding: Holding, *, now: datetime) -> None:
    """Note that the last byte is about to leave; refuse when the message is no longer this sender's."""
    change(session, holding, (TAKEN,), {"state": HANDING, "lease_until": now + LEASE})


def note_sent(session: Session, holding: Holding, *, answer: str, now: datetime) -> None:
    """Note that the other side has taken the message; its text need not be kept."""
    values = {"state": SENT, "ended_at": now, "answer": answer[:LONGEST_ANSWER], "lease_until": None, "body": ""}
    change(session, holding, (HANDING, UNCONFIRMED), values)


def note_failed(session: Session, holding: Holding, *, answer: str, is_final: bool, now: datetime) -> bool:
    """Note that the message was certainly not taken: try again after a pause, or give it up (then true)."""
    is_dead = is_final or holding.attempt >= MOST_ATTEMPTS
    values = {
        "state": DEAD if is_dead else WAITING,
        "next_at": now + pause_after(holding.attempt),
        "ended_at": now if is_dead else None,
        "lease_until": None,
        "taken_by": None,
        "answer": answer[:LONGEST_ANSWER],
    }
    change(session, holding, (TAKEN, HANDING, UNCONFIRMED), values)
    return is_dead


def note_unanswered(session: Session, holding: Holding, *, answer: str, knows_repeats: bool, now: datetime) -> None:
    """Note that nobody knows whether the message was taken."""
    if knows_repeats:
        note_failed(session, holding, answer=answer, is_final=False, now=now)
        return
    values = {"state": UNCONFIRMED, "ended_at": now, "lease_until": None, "answer": answer[:LONGEST_ANSWER]}
    change(session, holding, (HANDING,), values)


def note_kept_back(session: Session, *, message_id: int, sender: str, attempt: int) -> None:
    """Note that the last byte certainly did not leave a sender that is gone: the message may be taken again."""
    await_turn(session)
    held = (Outgoing.id == message_id, Outgoing.taken_by == sender, Outgoing.attempts == attempt)
    free = {"state": WAITING, "taken_by": None, "lease_until": None}
    session.execute(update(Outgoing).where(*held, Outgoing.state == HANDING).values(**free))


def pause_after(attempt: int) -> timedelta:
    """Return the pause before the next attempt: a minute, four, sixteen … six hours."""
    return min(FIRST_PAUSE * int(4 ** (attempt - 1)), LONGEST_PAUSE)


def recover_abandoned(
    session: Session, *, is_gone: Callable[[str], bool], repeating: Collection[str], now: datetime
) -> int:
    """Free what senders left behind that are gone or overdue; return how many messages that were."""
    await_turn(session)
    n_freed = 0
    for message in notices.held_messages(session):
        is_overdue = message.lease_until is None or message.lease_until <= now
        if not (is_overdue or is_gone(message.taken_by or "")):
            continue
        n_freed += 1
        message.lease_until = None
        if message.state == TAKEN or message.channel in repeating:
            message.state, message.taken_by = WAITING, None
            message.next_at = now
        else:
            message.state, message.ended_at = UNCONFIRMED, now
    session.flush()
    return n_freed


def skip_pauses(session: Session, *, now: datetime) -> None:
    """Let everything that waits be tried at once."""
    session.execute(update(Outgoing).where(Outgoing.state == WAITING, Outgoing.next_at > now).values(next_at=now))


def change(session: Session, holding: Holding, states: Collection[str], values: dict[str, object]) -> None:
    """Change the message only while this very attempt holds it; the turn comes before the row (as in take_job)."""
    await_turn(session)
    is_held = (
        Outgoing.id == holding.message.id,
        Outgoing.taken_by == holding.sender,
        Outgoing.attempts == holding.attempt,
        Outgoing.state.in_(states),
    )
    changed = session.execute(update(Outgoing).where(*is_held).values(**values))
    if isinstance(changed, CursorResult) and changed.rowcount != 1:
        raise LostMessage("lost-message", "这条通知已由另一个发送程序处理。")
