"""How far somebody has come in signing in: a code, a new password or a second factor may still be due."""

from datetime import datetime
from enum import StrEnum

from webapp.permissions import Role
from webapp.queries.accounts import OpenStay
from webapp.services.password_rules import must_change
from webapp.settings import Settings

# Who looks after others' data or accounts; experts, cities and applicants may add a second factor if they wish.
STAFF = (
    Role.DEPARTMENT,
    Role.ORGANISER,
    Role.OBSERVER,
    Role.SYSTEM_ADMINISTRATOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR,
)


class Stage(StrEnum):
    """What comes next before anything else is open."""

    CODE = "code"
    RENEW = "renew"
    ENROL = "enrol"
    OPEN = "open"


def stage_of(found: OpenStay, now: datetime, settings: Settings) -> Stage:
    """Return the next thing due; an account of the demonstration needs neither new password nor second factor."""
    if found.has_second_factor and not found.code_passed:
        return Stage.CODE
    if must_change(found, now, settings):
        return Stage.RENEW
    if needs_second_factor(found, settings) and not found.has_second_factor:
        return Stage.ENROL
    return Stage.OPEN


def needs_second_factor(account: OpenStay, settings: Settings) -> bool:
    """Tell whether the installation demands a second factor of this account."""
    return settings.two_factor == "required" and Role(account.role) in STAFF and not account.is_demonstration
