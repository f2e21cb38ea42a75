"""The post: takes one message after another out of the outbox and hands it to mail server or gateway."""

import logging
import os
import socket
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from sqlalchemy import Engine

from webapp.clock import Clock
from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.jobs.witness import Witness, is_running
from webapp.mail.delivery import Letter, NotNow, Refused, Unanswered
from webapp.mail.send_mail import send_mail
from webapp.mail.send_webhook import send_webhook
from webapp.models import Account
from webapp.queries import notices
from webapp.services.take_outgoing import (
    Holding,
    LostMessage,
    begin_handing,
    note_failed,
    note_sent,
    note_unanswered,
    recover_abandoned,
    take_outgoing,
)
from webapp.services.write_notice import MAIL, WEBHOOK
from webapp.settings import Settings

WITNESS_SECONDS = 10.0
log = logging.getLogger("zeyou.post")


class Post:
    """One sender of an installation; any number of them may run on any number of hosts."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock) -> None:
        self.settings, self.engine, self.clock = settings, engine, clock
        self.host = socket.gethostname()[:32]
        self.witness: Witness | None = None
        self.name = self.new_name()
        self.channels = [
            way for way, address in ((MAIL, settings.post.smtp), (WEBHOOK, settings.post.webhook)) if address
        ]
        self.repeating = [WEBHOOK] if settings.post.webhook_repeats else []

    def new_name(self) -> str:
        """Return a name by which another sender of this host can tell whether this one and its witness still run."""
        beside = f"+{self.witness.pid}" if self.witness else ""
        return f"{self.host}:{os.getpid()}{beside}:{uuid.uuid4().hex[:24]}"

    def be_witnessed(self) -> None:
        """See that a witness runs beside; without one a death at the last byte is left for people to settle."""
        if self.channels and (self.witness is None or not is_running(self.witness.pid)):
            self.witness = Witness.start(self.settings.database_url)
            self.name = self.new_name()

    def run_once(self) -> str | None:
        """Send one message and return how that ended; None when there is none to send."""
        with reading(self.engine) as session:
            if not notices.has_post(session, self.clock()):
                return None
            holders = notices.holders(session)
        await_witnesses([witness for sender in holders if (witness := self.witness_at_work(sender))])
        self.be_witnessed()
        with transaction(self.engine) as session:
            recover_abandoned(session, is_gone=self.is_gone, repeating=self.repeating, now=self.clock())
            holding = take_outgoing(session, sender=self.name, now=self.clock(), channels=self.channels)
            account = session.get_one(Account, holding.message.account_id) if holding else None
        if holding is None or account is None:
            return None
        try:
            return self.see_through(holding, letter_of(holding, account))
        except LostMessage:
            return "lost"

    def send_all(self) -> Mapping[str, int]:
        """Send what is due and count how that ended; what failed waits for its next turn."""
        counted: Counter[str] = Counter()
        while (ended := self.run_once()) is not None:
            counted[ended] += 1
        return counted

    def see_through(self, holding: Holding, letter: Letter) -> str:
        """Deliver and note how it ended; what happens before the last byte leaves is certainly no delivery."""
        try:
            answer = self.deliver_witnessed(holding, letter)
        except Unanswered as doubt:
            with transaction(self.engine) as session:
                knows = letter.channel in self.repeating
                note_unanswered(session, holding, answer=str(doubt), knows_repeats=knows, now=self.clock())
            return "retry" if knows else "unconfirmed"
        except LostMessage:
            raise
        except (NotNow, Refused, Refusal) as failure:
            return self.fail(holding, str(failure), is_final=isinstance(failure, Refused))
        except Exception as error:
            log.exception("message %s could not be made", letter.number)
            return self.fail(holding, type(error).__name__, is_final=True)
        self.finish(holding, answer)
        return "sent"

    def deliver_witnessed(self, holding: Holding, letter: Letter) -> str:
        """Deliver, and let the witness go when that has ended in whatever way."""
        try:
            return self.deliver(holding, letter)
        finally:
            if self.witness is not None:
                self.witness.release()

    def begin_last_byte(self, holding: Holding, connection: socket.socket) -> None:
        """Note that from now on the message may have been taken, with the witness looking on."""
        if self.witness is not None:
            number, sender, attempt = holding.message.id, holding.sender, holding.attempt
            with suppress(OSError):
                self.witness.watch(connection, message_id=number, sender=sender, attempt=attempt)
        with transaction(self.engine) as session:
            begin_handing(session, holding, now=self.clock())

    def finish(self, holding: Holding, answer: str) -> None:
        """Note that the message was taken."""
        with transaction(self.engine) as session:
            note_sent(session, holding, answer=answer, now=self.clock())

    def fail(self, holding: Holding, why: str, *, is_final: bool) -> str:
        """Note a failure."""
        with transaction(self.engine) as session:
            is_dead = note_failed(session, holding, answer=why, is_final=is_final, now=self.clock())
        return "dead" if is_dead else "retry"

    def deliver(self, holding: Holding, letter: Letter) -> str:
        """Hand the letter over on its way."""
        post, before_last = self.settings.post, partial(self.begin_last_byte, holding)
        if letter.channel == MAIL:
            return send_mail(letter, server=post.smtp, sender=post.mail_from, before_last=before_last)
        stamp = str(int(self.clock().timestamp()))
        return send_webhook(
            letter, url=post.webhook, secret=post.webhook_secret, timestamp=stamp, before_last=before_last
        )

    def is_gone(self, sender: str) -> bool:
        """Tell whether a sender of this host and its witness have certainly ended; of another host nobody can tell."""
        pids = self.pids_of(sender)
        return bool(pids) and not any(map(is_running, pids))

    def witness_at_work(self, sender: str) -> int | None:
        """Return the witness of a sender that has ended, while it still looks at what was left behind."""
        pids = self.pids_of(sender)
        return pids[1] if len(pids) > 1 and not is_running(pids[0]) and is_running(pids[1]) else None

    def pids_of(self, sender: str) -> list[int]:
        """Return the processes of another sender of this host: its own, and its witness."""
        host, _colon, rest = sender.partition(":")
        numbers = rest.partition(":")[0].split("+")
        if host != self.host or sender == self.name or not all(number.isdecimal() for number in numbers):
            return []
        return [int(number) for number in numbers]


def await_witnesses(pids: Sequence[int]) -> None:
    """Wait until these have looked, which takes them a moment; not longer than a few seconds."""
    until = time.monotonic() + WITNESS_SECONDS
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.02)


def letter_of(holding: Holding, account: Account) -> Letter:
    """Return the message as the ways out need it."""
    one = holding.message
    return Letter(
        number=one.id,
        kind=one.kind,
        channel=one.channel,
        name=account.display_name,
        login=account.login,
        address=one.address,
        subject=one.subject,
        body=one.body,
        at=one.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
    )
