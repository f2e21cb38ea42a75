"""Keep where an account is reached outside the product; an empty address takes it back."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import NoticeAddress
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import accounts, notices
from webapp.services.notice_kinds import LANGUAGES
from webapp.services.record_act import record_act

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
LONGEST = 200


def keep_notice_address(
    session: Session, *, actor: Actor, account_id: int, mail: str, language: str, now: datetime
) -> None:
    """Store mail address and language; the ledger keeps that it changed, not the address."""
    require(actor, Action.KEEP_NOTICE_ADDRESS, Facts(owner_id=account_id))
    if accounts.account_by_number(session, account_id) is None:
        raise NotFound("no-account", "没有这个账号。")
    mail = mail.strip()
    if mail and (len(mail) > LONGEST or not ADDRESS.fullmatch(mail)):
        raise Refusal("bad-address", "邮件地址“{address}”无法使用，请改正。", address=mail)
    if language not in LANGUAGES:
        raise Refusal("no-language", "通知的语言应为中文或英文。")
    kept = notices.address_of(session, account_id)
    if kept is None:
        kept = NoticeAddress(account_id=account_id)
        session.add(kept)
    kept.mail, kept.language, kept.at = mail, language, now
    facts = {"account": account_id, "has_mail": bool(mail)}
    record_act(session, actor=actor, action="keep notice address", facts=facts, now=now)
