"""Who may do what while a round runs, from its opening to its publicity."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, both, editable, from_state, in_states, own, own_city

DEPT, ORG, EXPERT, CITY, APPLICANT, OBSERVER, SYSADMIN = (
    Role.DEPARTMENT,
    Role.ORGANISER,
    Role.EXPERT,
    Role.CITY_BUREAU,
    Role.APPLICANT,
    Role.OBSERVER,
    Role.SYSTEM_ADMINISTRATOR,
)
EVERYBODY: Mapping[Role, Predicate] = dict.fromkeys(Role, always)
SIGNED_IN: Mapping[Role, Predicate] = dict.fromkeys((role for role in Role if role != Role.PUBLIC), always)
LOCKED = from_state("locked")

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SIGN_IN: EVERYBODY,
    Action.SEE_OWN_HOME: SIGNED_IN,
    Action.SEE_PUBLICITY: EVERYBODY,
    Action.SEE_ROUND: {DEPT: always, ORG: always, OBSERVER: always},
    Action.EDIT_ROUND: {DEPT: in_states("draft")},
    Action.FREEZE_ROUND: {DEPT: in_states("draft")},
    Action.SEE_DECLARATIONS: {DEPT: always, ORG: always, OBSERVER: always, CITY: always, APPLICANT: always},
    Action.SEE_DECLARATION: {DEPT: always, ORG: always, OBSERVER: always, CITY: own_city, APPLICANT: own, EXPERT: own},
    Action.FILL_DECLARATION: {APPLICANT: both(own, editable, in_states("declaring")), CITY: both(own_city, editable)},
    Action.IMPORT_DECLARATIONS: {DEPT: in_states("declaring"), CITY: both(own_city, in_states("declaring"))},
    Action.STATE_PARTICULARS: {
        DEPT: in_states("declaring"),
        CITY: both(own_city, in_states("declaring")),
        APPLICANT: both(own, editable, in_states("declaring")),
    },
    Action.SEE_EVIDENCE: {DEPT: always, ORG: always, OBSERVER: always, CITY: own_city, APPLICANT: own, EXPERT: own},
    Action.UPLOAD_EVIDENCE: {
        CITY: both(own_city, in_states("declaring")),
        APPLICANT: both(own, editable, in_states("declaring")),
    },
    Action.TAKE_CITY_STEP: {CITY: both(own_city, in_states("declaring"))},
    Action.SEE_SIMILAR: {DEPT: always, CITY: own_city, OBSERVER: always},
    Action.DECIDE_FINDING: {DEPT: in_states("declaring")},
    Action.TAKE_SCREENING_TABLE: {DEPT: always, OBSERVER: always},
    Action.SEE_POOL: {ORG: always, OBSERVER: always},
    Action.IMPORT_POOL: {ORG: always},
    Action.DRAW_PANEL: {ORG: in_states("declaring")},
    Action.ASSIGN: {ORG: in_states("declaring", "scoring")},
    Action.SEE_DRAW: {ORG: always, OBSERVER: always},
    Action.SETTLE_CONFLICT: {ORG: in_states("declaring", "scoring")},
    Action.ASK_RECUSAL: {APPLICANT: both(own, in_states("declaring"))},
    Action.REPLACE_EXPERT: {ORG: in_states("declaring", "scoring")},
    Action.SCORE: {EXPERT: both(own, in_states("scoring", "locked"))},
    Action.REPORT_APPROACH: {EXPERT: always},
    Action.SEE_PROGRESS: {DEPT: always, ORG: always, OBSERVER: always},
    Action.REMIND: {ORG: in_states("scoring")},
    Action.LOCK: {ORG: in_states("scoring")},
    Action.SEE_RANKING: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.EXPORT_RESULT: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.TAKE_BUNDLE: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.SEE_LEDGER: {OBSERVER: always, Role.AUDIT_ADMINISTRATOR: always},
    Action.SEE_STYLE: SIGNED_IN,
}
