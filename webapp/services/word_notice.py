"""Word a kind of notice for this installation; empty texts bring back the ones the product came with."""

from collections.abc import Iterator
from datetime import datetime
from string import Formatter

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Problem, ProblemsFound
from webapp.models import NoticeText
from webapp.permissions import Action, Actor, require
from webapp.queries import notices
from webapp.services.notice_kinds import KINDS, LANGUAGES, NoticeKind, Wording
from webapp.services.notice_wording import LONGEST_SUBJECT
from webapp.services.record_act import record_act

LONGEST_BODY = 2000


def word_notice(session: Session, *, actor: Actor, kind: str, language: str, text: Wording, now: datetime) -> None:
    """Store subject and body after every place in them is known to the kind."""
    require(actor, Action.WORD_NOTICES)
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound("no-notice-kind", "没有这种通知。")
    kept = notices.worded_texts(session).get((kind, language))
    text = Wording(text.subject.strip(), text.body.replace("\r\n", "\n").strip())
    is_own = bool(text.subject or text.body) and text != KINDS[kind].texts[language]
    if is_own:
        check_wording(KINDS[kind], text)
        kept = kept or NoticeText(kind=kind, language=language)
        kept.subject, kept.body, kept.account_id, kept.at = text.subject, text.body, actor.account_id, now
        session.add(kept)
    elif kept is not None:
        session.delete(kept)
    facts = {"kind": kind, "language": language, "is_own": is_own}
    record_act(session, actor=actor, action="word notice", facts=facts, now=now)


def check_wording(kind: NoticeKind, text: Wording) -> None:
    """Refuse texts that are empty or too long, or whose places could not be filled."""
    problems = [
        *problems_of("标题", text.subject, kind, LONGEST_SUBJECT),
        *problems_of("正文", text.body, kind, LONGEST_BODY),
    ]
    if kind.is_secret and "link" not in names_in(text.body):
        problems.append(Problem("正文", "no-link", "邀请的正文须保留 {place}，否则收件人无法设置口令。", LINK))
    if problems:
        raise ProblemsFound("wording-wrong", tuple(problems))


LINK = {"place": "{link}"}


def problems_of(where: str, text: str, kind: NoticeKind, longest: int) -> Iterator[Problem]:
    """List what is wrong with one text; only plain names in braces may stand in it."""
    if not text:
        yield Problem(where, "no-text", "请填写标题和正文；两项都留空即恢复默认文字。")
    if len(text) > longest:
        yield Problem(where, "too-long", "文字过长：最多 {longest} 字。", {"longest": longest})
    try:
        parts = [(name, form, turn) for _text, name, form, turn in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Problem(where, "bad-braces", "大括号不成对，请检查。")
        return
    known = "、".join(f"{{{name}}}" for name in kind.places)
    for name, form, turn in parts:
        if name not in kind.places or form or turn:
            told = {"name": f"{{{name}}}", "known": known}
            yield Problem(where, "unknown-place", "不认识的占位 {name}：可用的有 {known}。", told)


def names_in(text: str) -> set[str]:
    """Return the names in braces, as far as the text can be read."""
    try:
        return {name for _text, name, _form, _turn in Formatter().parse(text) if name}
    except ValueError:
        return set()
