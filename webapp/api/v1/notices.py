"""Notices: one's own and where they go, the post with what did not arrive, and the texts."""

from datetime import datetime
from typing import Literal

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Word, Words
from webapp.api.resources import Resource
from webapp.errors import NotFound
from webapp.permissions import Action
from webapp.queries import notices
from webapp.services.keep_notice_address import keep_notice_address
from webapp.services.notice_kinds import KINDS, LANGUAGES, Wording
from webapp.services.notice_wording import wording_of
from webapp.services.read_notices import read_notices
from webapp.services.settle_message import settle_message
from webapp.services.word_notice import word_notice

resource = Resource("notices")


class NoticeLine(Answer):
    """One thing the account was told."""

    id: int
    kind: str
    text: str
    at: datetime
    read_at: datetime | None


class AddressAnswer(Answer):
    """Where the account is reached outside the product; empty for nowhere."""

    mail: str
    language: str


class AddressBody(Body):
    """Where to reach the account; an empty address takes it back."""

    mail: Word = ""
    language: Literal["zh", "en"] = "zh"


class MessageLine(Answer):
    """One message on its way, never its text."""

    id: int
    account: str
    kind: str
    channel: str
    state: str
    attempts: int
    next_at: datetime


class Settling(Body):
    """Send it again, note that it was received, or let it rest."""

    outcome: Literal["again", "received", "drop"]


class TextAnswer(Answer):
    """How a kind of notice reads in one language."""

    kind: str
    language: str
    subject: str
    body: str
    places: list[str]


class TextBody(Body):
    """The wording; both empty bring back the text the product came with."""

    language: Literal["zh", "en"]
    subject: Word = ""
    body: Words = ""


@resource.read("/notices", Action.SEE_OWN_NOTICES, listed=True)
def list_answer(asked: Asked) -> Page[NoticeLine]:
    """List what one was told, the newest first."""
    listed = notices.own_notices(asked.session, asked.actor.account_id or 0)
    return page_of(listed, asked.window, lambda one: str(one.id), NoticeLine.of)


@resource.act("/notices/read", Action.KEEP_NOTICE_ADDRESS)
def read_act(asked: Asked) -> Done:
    """Put one's notices away."""
    read_notices(asked.session, account_id=asked.actor.account_id or 0, now=asked.now)
    return Done()


@resource.read("/notices/address", Action.SEE_OWN_NOTICES)
def address_answer(asked: Asked) -> AddressAnswer:
    """Show where one is reached."""
    address = notices.address_of(asked.session, asked.actor.account_id or 0)
    return AddressAnswer.of(address) if address else AddressAnswer(mail="", language="zh")


@resource.act("/notices/address", Action.KEEP_NOTICE_ADDRESS)
def address_act(asked: Asked, body: AddressBody) -> AddressAnswer:
    """Keep where one is reached."""
    mine = asked.actor.account_id or 0
    keep_notice_address(
        asked.session, actor=asked.actor, account_id=mine, mail=body.mail, language=body.language, now=asked.now
    )
    asked.session.flush()
    return address_answer(asked)


@resource.read("/post", Action.SEE_POST, listed=True)
def post_answer(asked: Asked) -> Page[MessageLine]:
    """List what waits, what left and what did not arrive, the newest first."""
    lines = notices.outgoing_lines(asked.session)
    return page_of(
        lines,
        asked.window,
        lambda one: str(one.message.id),
        lambda one: MessageLine.of(one.message, account=one.account.login),
    )


@resource.act("/post/<int:message_id>", Action.HANDLE_POST)
def settle_act(asked: Asked, message_id: int, body: Settling) -> Done:
    """Decide on a message that did not leave, or of which nobody knows."""
    settle_message(asked.session, actor=asked.actor, message_id=message_id, outcome=body.outcome, now=asked.now)
    return Done()


@resource.read("/notices/texts", Action.WORD_NOTICES, listed=True)
def texts_answer(asked: Asked) -> Page[TextAnswer]:
    """List the kinds of notices with how each reads."""
    worded = notices.worded_texts(asked.session)
    texts = [
        TextAnswer.of(wording_of(worded, kind, language), kind=kind, language=language, places=list(KINDS[kind].places))
        for kind in KINDS
        for language in LANGUAGES
    ]
    return page_of(texts, asked.window, lambda one: f"{one.kind}.{one.language}", TextAnswer.of)


@resource.act("/notices/texts/<notice_kind>", Action.WORD_NOTICES)
def text_act(asked: Asked, notice_kind: str, body: TextBody) -> TextAnswer:
    """Keep the wording of one language."""
    text = Wording(body.subject, body.body)
    word_notice(asked.session, actor=asked.actor, kind=notice_kind, language=body.language, text=text, now=asked.now)
    asked.session.flush()
    if notice_kind not in KINDS:
        raise NotFound("no-notice-kind", "没有这种通知。")
    kept = wording_of(notices.worded_texts(asked.session), notice_kind, body.language)
    return TextAnswer.of(kept, kind=notice_kind, language=body.language, places=list(KINDS[notice_kind].places))
