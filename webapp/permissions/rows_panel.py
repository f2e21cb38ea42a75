"""Who may do what where reviews diverge, are reconsidered and are discussed by the panel."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, both, from_state, in_states, own

DEPT, ORG, EXPERT, OBSERVER = Role.DEPARTMENT, Role.ORGANISER, Role.EXPERT, Role.OBSERVER
LOCKED = from_state("locked")
AFTER_LOCK = in_states("locked")

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SEE_DIVERGENCE: {DEPT: LOCKED, ORG: LOCKED, OBSERVER: LOCKED},
    Action.ASK_RECONSIDERATION: {ORG: AFTER_LOCK},
    Action.RECONSIDER: {EXPERT: both(own, AFTER_LOCK)},
    Action.ORDER_EXTRA_REVIEW: {ORG: AFTER_LOCK},
    Action.LOCK_AGAIN: {ORG: AFTER_LOCK},
    Action.SEE_PANEL_OPINION: {DEPT: LOCKED, ORG: LOCKED, OBSERVER: LOCKED, EXPERT: both(own, LOCKED)},
    Action.WRITE_PANEL_OPINION: {
        ORG: in_states("locked", "decided"),
        EXPERT: both(own, in_states("locked", "decided")),
    },
    Action.SEE_MEETING: {DEPT: always, ORG: always, OBSERVER: always},
    Action.SEE_SAMPLE: {DEPT: always, ORG: always, OBSERVER: always},
    Action.CHOOSE_SAMPLE: {DEPT: in_states("declaring", "scoring"), ORG: in_states("declaring", "scoring")},
    Action.SCORE_SAMPLE: {EXPERT: both(own, in_states("scoring"))},
}
