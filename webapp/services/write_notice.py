"""Write a notice in the transaction of what it tells: shown inside the product, and queued on every open way out."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.database import settings_of
from webapp.models import Notice, Outgoing
from webapp.queries import notices
from webapp.queries.notices import Reached
from webapp.services.notice_kinds import KINDS, Wording
from webapp.services.notice_wording import filled, wording_of
from webapp.settings import PostSettings

MAIL, WEBHOOK = "mail", "webhook"


@dataclass(frozen=True)
class Telling:
    """One thing to tell some accounts; the key is what makes it the same thing the next time."""

    kind: str
    to: frozenset[int]
    values: Mapping[str, object]
    key: str | None = None


def write_notice(
    session: Session, *, kind: str, to: Collection[int], values: Mapping[str, object], now: datetime
) -> int:
    """Tell some accounts something once; return how many there were."""
    return write_notices(session, [Telling(kind, frozenset(to), values)], now=now)


def write_notices(session: Session, tellings: Collection[Telling], *, now: datetime) -> int:
    """Tell each thing to those who were not told yet; return how many notices that were."""
    if not tellings:
        return 0
    post = settings_of(session).post
    worded = notices.worded_texts(session)
    people = {one.account.id: one for one in notices.reached(session, {each for one in tellings for each in one.to})}
    told = notices.told_already(session, {one.key for one in tellings if one.key})
    n_written = 0
    for telling in tellings:
        for account_id in sorted(telling.to & people.keys()):
            if (telling.key, account_id) in told:
                continue
            one = people[account_id]
            text = filled(wording_of(worded, telling.kind, one.language), telling.values)
            session.add_all(rows_of(telling, one, text, post, now))
            n_written += 1
    session.flush()
    return n_written


def rows_of(
    telling: Telling, one: Reached, text: Wording, post: PostSettings, now: datetime
) -> list[Notice | Outgoing]:
    """Return the notice for the person's desk and one message for each way that reaches them."""
    key = telling.key or f"{telling.kind}:{uuid.uuid4().hex}"
    rows: list[Notice | Outgoing] = []
    if not KINDS[telling.kind].is_secret:
        rows.append(
            Notice(account_id=one.account.id, kind=telling.kind, key=telling.key, text=text.body, at=now, read_at=None)
        )
    rows += [
        Outgoing(
            key=key,
            kind=telling.kind,
            channel=channel,
            account_id=one.account.id,
            address=address,
            subject=text.subject,
            body=text.body,
            next_at=now,
            created_at=now,
        )
        for channel, address in ways_to(one, post).items()
    ]
    return rows


def ways_to(one: Reached, post: PostSettings) -> dict[str, str]:
    """Map the open ways on which the person is reached to the address; a gateway may know people by their login."""
    ways = {}
    if post.smtp and one.address is not None and one.address.mail:
        ways[MAIL] = one.address.mail
    if post.webhook:
        ways[WEBHOOK] = one.account.phone or ""
    return ways
