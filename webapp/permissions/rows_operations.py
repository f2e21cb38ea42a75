"""Who may do what where an installation is watched, moved, asked by programs and kept safe."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, own

WHO_QUEUE = (Role.DEPARTMENT, Role.ORGANISER, Role.CITY_BUREAU, Role.OBSERVER, Role.AUDIT_ADMINISTRATOR)
OWN_JOBS: Mapping[Role, Predicate] = dict.fromkeys(WHO_QUEUE, own)

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.ASK_HEALTH: dict.fromkeys(Role, always),
    Action.SEE_JOBS: {**OWN_JOBS, Role.SYSTEM_ADMINISTRATOR: always},
    Action.CANCEL_JOB: {**OWN_JOBS, Role.SYSTEM_ADMINISTRATOR: always},
    Action.TAKE_JOB_FILE: OWN_JOBS,
    Action.USE_API: dict.fromkeys((role for role in Role if role != Role.PUBLIC), always),
    Action.KEEP_OWN_TOKENS: dict.fromkeys((role for role in Role if role != Role.PUBLIC), own),
    Action.ENTER_HOLIDAYS: {Role.DEPARTMENT: always, Role.SYSTEM_ADMINISTRATOR: always},
    Action.TAKE_BACKUP: {Role.SYSTEM_ADMINISTRATOR: always},
}
