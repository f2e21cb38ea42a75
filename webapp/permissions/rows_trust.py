"""Who may do what where a result is committed to, checked and verified."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, in_states

DEPT, ORG, OBSERVER = Role.DEPARTMENT, Role.ORGANISER, Role.OBSERVER
BEFORE_DRAW = in_states("declaring")

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SEE_COMMITMENTS: {DEPT: always, ORG: always, OBSERVER: always},
    Action.COMMIT_POOL: {ORG: BEFORE_DRAW},
    Action.COMMIT_SEED: {DEPT: BEFORE_DRAW, ORG: BEFORE_DRAW, OBSERVER: BEFORE_DRAW},
    Action.REVEAL_SEED: {DEPT: BEFORE_DRAW, ORG: BEFORE_DRAW, OBSERVER: BEFORE_DRAW},
    Action.START_SEED_OVER: {DEPT: BEFORE_DRAW},
    Action.VERIFY_LEDGER: {OBSERVER: always, Role.AUDIT_ADMINISTRATOR: always},
    Action.SIGN_CHECKPOINT: {OBSERVER: always, Role.AUDIT_ADMINISTRATOR: always},
}
