"""A call that a program sends twice acts once: the answer is kept in the transaction of the effect."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import ApiAnswer
from webapp.permissions import Actor
from webapp.queries import tokens

KEPT_FOR = timedelta(hours=24)
NOT_KEPT = ""


@dataclass(frozen=True)
class Call:
    """What makes a call the same call: the key its program chose, and what it asks for."""

    key: str
    digest: str


def digest_call(method: str, path: str, body: bytes) -> str:
    """Hash what a call asks for."""
    return hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()


def answered_before(session: Session, actor: Actor, call: Call, now: datetime) -> str | None:
    """Return the answer to the same call, None where it is new; refuse a key used for something else."""
    tokens.await_key(session, actor.account_id or 0, call.key)
    tokens.drop_answers_before(session, actor.account_id or 0, now - KEPT_FOR)
    kept = tokens.kept_answer(session, actor.account_id or 0, call.key)
    if kept is None:
        return None
    if kept.call_digest != call.digest:
        raise Refusal("key-reused", "Idempotency-Key“{key}”已用于另一次请求，请换一个。", key=call.key)
    if kept.body == NOT_KEPT:
        raise Refusal("already-done", "这次请求已经办理；其结果只显示一次，不再重发。")
    return kept.body


def claim_form(session: Session, actor: Actor, key: str, now: datetime) -> None:
    """Let the same form of the same page act once, however often it is sent: a double click, a page sent again."""
    if tokens.kept_answer(session, actor.account_id or 0, key) is not None:
        raise Refusal("already-done", "这张表单刚才已经提交并办理，没有重复办理。请返回核对。")
    session.add(ApiAnswer(account_id=actor.account_id or 0, key=key, call_digest="", body=NOT_KEPT, at=now))
    session.flush()


def drop_old_answers(session: Session, now: datetime) -> None:
    """Forget what was answered to everybody more than a day ago."""
    tokens.drop_all_answers_before(session, now - KEPT_FOR)


def keep_answer(session: Session, actor: Actor, call: Call, body: str, now: datetime) -> None:
    """Keep the answer; of one that holds a secret only that it was given."""
    kept = ApiAnswer(account_id=actor.account_id or 0, key=call.key, call_digest=call.digest, body=body, at=now)
    session.add(kept)
    session.flush()
