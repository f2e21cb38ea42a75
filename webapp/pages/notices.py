"""Notices: one's own with the address they are sent to, the post with what did not arrive, and the texts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.pages.notice_words import channel_title, kind_title, state_title
from webapp.permissions import Action
from webapp.queries import notices
from webapp.services.keep_notice_address import keep_notice_address
from webapp.services.notice_kinds import KINDS, LANGUAGES, Wording
from webapp.services.notice_wording import filled, wording_of
from webapp.services.settle_message import OPEN_TO, settle_message
from webapp.services.word_notice import word_notice

pages = Blueprint("notices", __name__, url_prefix="/notices")


@pages.get("/")
@guards(Action.SEE_OWN_NOTICES)
def own_page() -> ResponseReturnValue:
    """Show what one was told, and where one is reached."""
    mine = actor().account_id or 0
    with asking() as session:
        listed, address = notices.own_notices(session, mine), notices.address_of(session, mine)
    return render_template(
        "notices/own.html", listed=listed, address=address, has_mail=bool(settings().post.smtp), kind_title=kind_title
    )


@pages.post("/address")
@guards(Action.KEEP_NOTICE_ADDRESS)
def address_act() -> ResponseReturnValue:
    """Keep where one is reached."""
    mail, language = request.form.get("mail", ""), request.form.get("language", "zh")
    with writing() as session:
        keep_notice_address(
            session, actor=actor(), account_id=actor().account_id or 0, mail=mail, language=language, now=now()
        )
    flash(_("通知地址已保存。"))
    return redirect(url_for("notices.own_page"))


@pages.get("/post")
@guards(Action.SEE_POST)
def post_page() -> ResponseReturnValue:
    """Show what waits, what left and what did not arrive; never the text."""
    state = request.args.get("state", "")
    with asking() as session:
        lines = notices.outgoing_lines(session, (state,) if state else ())
        counted = notices.counted_by_state(session)
    return render_template(
        "notices/post.html",
        lines=lines,
        counted=counted,
        state=state,
        post=settings().post,
        open_to=OPEN_TO,
        kind_title=kind_title,
        state_title=state_title,
        channel_title=channel_title,
    )


@pages.post("/post/<int:message_id>")
@guards(Action.HANDLE_POST)
def settle_act(message_id: int) -> ResponseReturnValue:
    """Send a message again or let it rest."""
    with writing() as session:
        settle_message(
            session, actor=actor(), message_id=message_id, outcome=request.form.get("outcome", ""), now=now()
        )
    flash(_("已办理。"))
    return redirect(url_for("notices.post_page"))


@pages.get("/texts")
@guards(Action.WORD_NOTICES)
def texts_page() -> ResponseReturnValue:
    """List the kinds of notices with how each reads."""
    with asking() as session:
        worded = notices.worded_texts(session)
    shown = [
        (kind, filled(wording_of(worded, kind, "zh"), one.places), any((kind, each) in worded for each in LANGUAGES))
        for kind, one in KINDS.items()
    ]
    return render_template("notices/texts.html", shown=shown, kind_title=kind_title)


@pages.get("/texts/<notice_kind>")
@guards(Action.WORD_NOTICES)
def text_page(notice_kind: str) -> ResponseReturnValue:
    """Show the texts of a kind to change, and how they read with an example."""
    if notice_kind not in KINDS:
        raise NotFound("no-notice-kind", "没有这种通知。")
    kind = KINDS[notice_kind]
    with asking() as session:
        worded = notices.worded_texts(session)
    texts = [(language, wording_of(worded, notice_kind, language)) for language in LANGUAGES]
    return render_template(
        "notices/text.html",
        name=notice_kind,
        kind=kind,
        texts=[(language, text, filled(text, kind.places)) for language, text in texts],
        kind_title=kind_title,
    )


@pages.post("/texts/<notice_kind>")
@guards(Action.WORD_NOTICES)
def text_act(notice_kind: str) -> ResponseReturnValue:
    """Keep the wording of one language."""
    text = Wording(request.form.get("subject", ""), request.form.get("body", ""))
    language = request.form.get("language", "")
    with writing() as session:
        word_notice(session, actor=actor(), kind=notice_kind, language=language, text=text, now=now())
    flash(_("文字已保存，以后写出的通知按新文字。"))
    return redirect(url_for("notices.text_page", notice_kind=notice_kind))
