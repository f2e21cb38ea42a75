"""Questions about notices: whom they reach where, what waits to leave, what an installation has worded itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Account, Notice, NoticeAddress, NoticeText, Outgoing

WAITING, TAKEN, HANDING, SENT, UNCONFIRMED, DEAD, DROPPED = (
    "waiting",
    "taken",
    "handing",
    "sent",
    "unconfirmed",
    "dead",
    "dropped",
)
HELD = (TAKEN, HANDING)


@dataclass(frozen=True)
class Reached:
    """An account and where it is reached."""

    account: Account
    address: NoticeAddress | None

    @property
    def language(self) -> str:
        """Return the language the account reads, Chinese where nothing is said."""
        return self.address.language if self.address else "zh"


@dataclass(frozen=True)
class OutgoingLine:
    """A message and whom it is for."""

    message: Outgoing
    account: Account


def reached(session: Session, account_ids: Iterable[int]) -> list[Reached]:
    """List the active accounts among these with their addresses."""
    query = select(Account, NoticeAddress).outerjoin(NoticeAddress, NoticeAddress.account_id == Account.id)
    rows = session.execute(query.where(Account.id.in_(sorted(set(account_ids))), Account.active).order_by(Account.id))
    return [Reached(account, address) for account, address in rows]


def told_already(session: Session, keys: Collection[str]) -> set[tuple[str, int]]:
    """Return which of these things were told to whom."""
    rows = session.execute(select(Notice.key, Notice.account_id).where(Notice.key.in_(keys)))
    return {(key, account_id) for key, account_id in rows if key}


def worded_texts(session: Session) -> dict[tuple[str, str], NoticeText]:
    """Map kind and language to the texts the installation has worded itself."""
    return {(one.kind, one.language): one for one in session.scalars(select(NoticeText))}


def address_of(session: Session, account_id: int) -> NoticeAddress | None:
    """Find where the account is reached."""
    return session.get(NoticeAddress, account_id)


def own_notices(session: Session, account_id: int, most: int = 100) -> list[Notice]:
    """List the newest notices of an account, read or not."""
    query = select(Notice).where(Notice.account_id == account_id).order_by(Notice.id.desc()).limit(most)
    return list(session.scalars(query))


def has_post(session: Session, now: datetime) -> bool:
    """Tell whether anything waits to leave or may have been left by a sender that is gone."""
    due = or_(Outgoing.state.in_(HELD), (Outgoing.state == WAITING) & (Outgoing.next_at <= now))
    return session.scalars(select(Outgoing.id).where(due).limit(1)).first() is not None


def next_to_send(session: Session, now: datetime, channels: Collection[str]) -> Outgoing | None:
    """Find the next message that is due, held against other senders."""
    due = (Outgoing.state == WAITING, Outgoing.next_at <= now, Outgoing.channel.in_(channels))
    query = select(Outgoing).where(*due).order_by(Outgoing.next_at, Outgoing.id).limit(1)
    return session.scalars(query.with_for_update(skip_locked=True)).first()


def waiting_lines(session: Session) -> list[OutgoingLine]:
    """List what waits with its receivers, in the order of sending."""
    query = select(Outgoing, Account).join(Account, Account.id == Outgoing.account_id)
    rows = session.execute(query.where(Outgoing.state == WAITING).order_by(Outgoing.next_at, Outgoing.id))
    return [OutgoingLine(one, account) for one, account in rows]


def held_messages(session: Session) -> list[Outgoing]:
    """List what some sender holds, passing by what is being changed right now."""
    query = select(Outgoing).where(Outgoing.state.in_(HELD)).with_for_update(skip_locked=True)
    return list(session.scalars(query))


def holders(session: Session) -> list[str]:
    """Name the senders that hold something."""
    held = select(Outgoing.taken_by).where(Outgoing.state.in_(HELD), Outgoing.taken_by.is_not(None))
    return [sender for sender in session.scalars(held.distinct()) if sender]


def message_by_id(session: Session, message_id: int) -> Outgoing | None:
    """Find a message, held against a sender that would take it."""
    return session.scalars(select(Outgoing).where(Outgoing.id == message_id).with_for_update()).one_or_none()


def outgoing_lines(session: Session, states: Collection[str] = (), most: int = 200) -> list[OutgoingLine]:
    """List the newest messages with their receivers, of some states or of all."""
    query = select(Outgoing, Account).join(Account, Account.id == Outgoing.account_id)
    query = query.where(Outgoing.state.in_(states)) if states else query
    return [
        OutgoingLine(one, account) for one, account in session.execute(query.order_by(Outgoing.id.desc()).limit(most))
    ]


def counted_by_state(session: Session) -> dict[str, int]:
    """Count the messages of each state."""
    rows = session.execute(select(Outgoing.state, func.count()).group_by(Outgoing.state))
    return {str(state): int(n) for state, n in rows}


def forget_messages(session: Session, account_id: int) -> None:
    """Erase where the account was reached and what was sent to it."""
    session.execute(delete(NoticeAddress).where(NoticeAddress.account_id == account_id))
    session.execute(delete(Outgoing).where(Outgoing.account_id == account_id))
    session.execute(delete(Notice).where(Notice.account_id == account_id))


def addresses(session: Session) -> list[Reached]:
    """List every active account with its address."""
    query = select(Account, NoticeAddress).outerjoin(NoticeAddress, NoticeAddress.account_id == Account.id)
    rows = session.execute(query.where(Account.active).order_by(Account.role, Account.login))
    return [Reached(account, address) for account, address in rows]
