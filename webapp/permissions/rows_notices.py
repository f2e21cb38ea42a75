"""Who may do what where notices are written, sent and looked at."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, own

EVERYBODY: Mapping[Role, Predicate] = dict.fromkeys((role for role in Role if role != Role.PUBLIC), own)

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SEE_OWN_NOTICES: EVERYBODY,
    Action.KEEP_NOTICE_ADDRESS: {**EVERYBODY, Role.SYSTEM_ADMINISTRATOR: always},
    Action.SEE_POST: {Role.SYSTEM_ADMINISTRATOR: always, Role.DEPARTMENT: always},
    Action.HANDLE_POST: {Role.SYSTEM_ADMINISTRATOR: always},
    Action.WORD_NOTICES: {Role.SYSTEM_ADMINISTRATOR: always, Role.DEPARTMENT: always},
    Action.SEE_LEADERS_REPORT: {Role.DEPARTMENT: always, Role.OBSERVER: always},
}
