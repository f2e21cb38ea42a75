"""What a password must be, and when it has grown too old: set by the installation, asked by 等保 8.1.4.1."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp.errors import Problem
from webapp.models import Account
from webapp.queries.accounts import OpenStay
from webapp.services.passwords import is_password
from webapp.settings import Settings

LONGEST = 128
CLASSES = 3
REMEMBERED = 5


def problems_of_password(password: str, *, login: str, past: Sequence[str], settings: Settings) -> list[Problem]:
    """List everything that is wrong with a new password, each with how to mend it."""
    problems = [*shape_problems(password, login, settings)]
    if not problems and any(is_password(one, password) for one in past):
        template = "不能与最近 {n} 次用过的口令相同，请换一个。"
        problems.append(Problem("新口令", "password-used-before", template, {"n": REMEMBERED}))
    return problems


def shape_problems(password: str, login: str, settings: Settings) -> list[Problem]:
    """Check length, kinds of signs and the account's own name."""
    listed = []
    if len(password) < settings.password_length:
        template = "口令至少要有 {n} 位，现为 {length} 位。"
        values = {"n": settings.password_length, "length": len(password)}
        listed.append(Problem("新口令", "password-short", template, values))
    if len(password) > LONGEST:
        listed.append(Problem("新口令", "password-long", "口令最多 {n} 位。", {"n": LONGEST}))
    if n_classes(password) < CLASSES:
        template = "口令应包含大写字母、小写字母、数字、符号中的至少 {n} 种。"
        listed.append(Problem("新口令", "password-plain", template, {"n": CLASSES}))
    if login and login.casefold() in password.casefold():
        listed.append(Problem("新口令", "password-is-login", "口令中不能含有账号名。"))
    return listed


def n_classes(password: str) -> int:
    """Count which of upper case, lower case, digits and other signs occur."""
    kinds = (
        any(one.isupper() for one in password),
        any(one.islower() for one in password),
        any(one.isdigit() for one in password),
        any(not one.isalnum() or (one.isalpha() and not one.isupper() and not one.islower()) for one in password),
    )
    return sum(kinds)


def must_change(account: Account | OpenStay, now: datetime, settings: Settings) -> bool:
    """Tell whether a new password is due; accounts of the demonstration are left in peace."""
    if account.is_demonstration:
        return False
    set_at = account.password_set_at or account.created_at
    return account.must_change_password or now - set_at > timedelta(days=settings.password_days)
