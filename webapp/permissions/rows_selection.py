"""Who may do what where publicity is followed by objections, replacement and announcement."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Actor, Facts, Role
from webapp.permissions.predicates import Predicate, always, both, from_state, in_states, own

DEPT, OBSERVER, APPLICANT = Role.DEPARTMENT, Role.OBSERVER, Role.APPLICANT
LOCKED = from_state("locked")


def deciding(_actor: Actor, facts: Facts) -> str | None:
    """Allow between the lock of the scores and the publicity."""
    if facts.round_state in (None, "locked", "decided"):
        return None
    if facts.round_state in ("publicity", "announced"):
        return "名单已经公示，不能再改；异议成立的按公布的规则递补。"
    return "评分尚未锁定，不能排序和确定名单。"


# Where the procedure of the region says what must come first, it also says why: those rows leave the state to it.
ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SPOT_CHECK: {DEPT: in_states("locked", "decided", "publicity")},
    Action.SEE_SPOT_CHECKS: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.DECIDE_LIST: {DEPT: deciding},
    Action.START_PUBLICITY: {DEPT: always},
    Action.SEE_LIST: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.HANDLE_OBJECTION: {DEPT: always},
    Action.SEE_OBJECTIONS: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.READ_OBJECTOR: {DEPT: LOCKED},
    Action.REPLACE_IN_LIST: {DEPT: always},
    Action.ANNOUNCE_LIST: {DEPT: always},
    Action.WITHDRAW_DECLARATION: {APPLICANT: both(own, in_states("declaring"))},
}
