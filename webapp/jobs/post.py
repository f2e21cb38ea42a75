"""The post: takes one message after another out of the outbox and hands it to mail server or gateway."""

import logging
import os
import socket
import uuid
from collections import Counter
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Engine

from webapp.clock import Clock
from webapp.database import reading, transaction
from webapp.errors import Refusal
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

log = logging.getLogger("zeyou.post")


class Post:
    """One sender of an installation; any number of them may run on any number of hosts."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock) -> None:
        self.settings, self.engine, self.clock = settings, engine, clock
        self.host = socket.gethostname()[:32]
        self.name = f"{self.host}:{os.getpid()}:{uuid.uuid4().hex}"
        self.channels = [
            way for way, address in ((MAIL, settings.post.smtp), (WEBHOOK, settings.post.webhook)) if address
        ]
        self.repeating = [WEBHOOK] if settings.post.webhook_repeats else []

    def run_once(self) -> str | None:
        """Send one message and return how that ended; None when there is none to send."""
        with reading(self.engine) as session:
            if not notices.has_post(session, self.clock()):
                return None
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
            answer = self.deliver(holding, letter)
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

    def begin_last_byte(self, holding: Holding) -> None:
        """Note that from now on the message may have been taken."""
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
        """Tell whether a sender of this host has certainly ended; of another host nobody can tell."""
        host, _colon, rest = sender.partition(":")
        number = rest.partition(":")[0]
        if host != self.host or not number.isdecimal() or sender == self.name:
            return False
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


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
