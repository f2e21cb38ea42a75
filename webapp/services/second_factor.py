"""The second factor: a code of six digits that changes every half minute (RFC 6238), and recovery codes.

A code is good for its own half minute and the one before and after it, and only once: the step it belongs to is
kept, and no step up to it is accepted again.
"""

import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp
from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import LoginSession, RecoveryCode, SecondFactor
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import sign_in_keys
from webapp.services.record_act import record_act
from webapp.services.visitor import hash_token

INTERVAL = 30
DRIFT = 1
N_RECOVERY = 10
ISSUER = "择优"


def begin_enrolment(session: Session, *, actor: Actor) -> str:
    """Return the secret to show; a confirmed second factor is never shown or replaced this way."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Facts(owner_id=actor.account_id))
    found = sign_in_keys.second_factor_to_use(session, actor.account_id or 0)
    if found is not None and found.confirmed_at is not None:
        raise Refusal("already-enrolled", "已经启用两步验证；更换手机请联系安全管理员重置。")
    if found is None:
        found = SecondFactor(account_id=actor.account_id or 0, secret=pyotp.random_base32())
        session.add(found)
    return found.secret


def enrolment_address(secret: str, login: str) -> str:
    """Return what the picture says to the authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def confirm_enrolment(session: Session, *, actor: Actor, code: str, token_hash: str, now: datetime) -> list[str]:
    """Switch the second factor on with a first right code; return the recovery codes, shown this once.

    The session in which it was typed has proved the second factor; the account's other sessions must prove it too.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Facts(owner_id=actor.account_id))
    found = sign_in_keys.second_factor_to_use(session, actor.account_id or 0)
    if found is None or found.confirmed_at is not None:
        raise Refusal("no-enrolment", "没有正在进行的两步验证登记，请重新打开登记页面。")
    step = matching_step(found, code, now)
    if step is None:
        raise Refusal("wrong-code", "验证码不正确，请核对手机上的时间后输入最新的六位数字。")
    found.last_step, found.confirmed_at = step, now
    session.get_one(LoginSession, token_hash).code_passed = True
    codes = [recovery_code() for _ in range(N_RECOVERY)]
    for one in codes:
        session.add(RecoveryCode(account_id=found.account_id, code_hash=hash_token(one)))
    record_act(session, actor=actor, action="enrol second factor", facts={}, now=now)
    return codes


def is_right_code(session: Session, *, account_id: int, code: str, now: datetime) -> bool:
    """Accept a fresh code or an unused recovery code, and use it up."""
    found = sign_in_keys.second_factor_to_use(session, account_id)
    if found is None or found.confirmed_at is None:
        return False
    step = matching_step(found, code, now)
    if step is not None:
        found.last_step = step
        return True
    return use_recovery_code(session, account_id, code, now)


def matching_step(found: SecondFactor, code: str, now: datetime) -> int | None:
    """Return the step the code belongs to, when it is near and newer than the last one used."""
    typed = "".join(code.split())
    present = int(now.timestamp()) // INTERVAL
    clock = pyotp.TOTP(found.secret, interval=INTERVAL)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > found.last_step and compare_digest(clock.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def use_recovery_code(session: Session, account_id: int, code: str, now: datetime) -> bool:
    """Use up the recovery code, however it was spaced or cased."""
    typed = hash_token("-".join(code.casefold().replace("-", " ").split()))
    for one in sign_in_keys.recovery_codes(session, account_id):
        if compare_digest(one.code_hash, typed):
            one.used_at = now
            return True
    return False


def recovery_code() -> str:
    """Make a code of sixty bits that is easy to copy by hand."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
