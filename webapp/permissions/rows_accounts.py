"""Who may do what where accounts are opened, changed and closed: what one administrator asks, another decides."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Actor, Facts, Role
from webapp.permissions.predicates import Predicate, always, own

SYSTEM, SECURITY, AUDIT = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR
ADMINISTRATORS: Mapping[Role, Predicate] = dict.fromkeys((SYSTEM, SECURITY, AUDIT), always)


def not_own(actor: Actor, facts: Facts) -> str | None:
    """Allow on every account but the actor's."""
    return "不能办理自己的账号，请由他人办理。" if facts.owner_id == actor.account_id else None


ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SEE_APPROACHES: {Role.OBSERVER: always},
    Action.KEEP_OWN_ACCOUNT: dict.fromkeys((role for role in Role if role != Role.PUBLIC), own),
    Action.SEE_ACCOUNTS: ADMINISTRATORS,
    Action.OPEN_ACCOUNT: {SYSTEM: always},
    Action.CLOSE_ACCOUNT: {SYSTEM: not_own},
    Action.ASK_ACCOUNT_CHANGE: {SYSTEM: not_own},
    Action.DECIDE_ACCOUNT_CHANGE: {SECURITY: not_own},
    Action.RESET_SECOND_FACTOR: {SECURITY: not_own},
    Action.RELEASE_LOCK: {SECURITY: always},
    Action.SEE_SIGN_INS: {SECURITY: always, AUDIT: always},
    Action.INVITE_EXPERT: {Role.ORGANISER: always},
}
