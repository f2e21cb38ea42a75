"""Who may do what where recognised clusters are followed for three years."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate, always, own, own_city

DEPT, CITY, APPLICANT, OBSERVER = Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT, Role.OBSERVER
CONCERNED: Mapping[Role, Predicate] = {DEPT: always, CITY: own_city, APPLICANT: own}

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {
    Action.SEE_REGISTRY: {**CONCERNED, OBSERVER: always},
    Action.ENTER_REGISTRY: {DEPT: always},
    Action.REPORT_YEAR: CONCERNED,
    Action.JUDGE_REPORT: {DEPT: always},
    Action.FILE_CHANGE: CONCERNED,
    Action.RECORD_INCIDENT: {DEPT: always, CITY: own_city},
    Action.APPLY_FOR_RE_REVIEW: CONCERNED,
    Action.FORWARD_RE_REVIEW: {CITY: own_city},
    Action.OPEN_RE_REVIEW: {DEPT: always},
    Action.DECIDE_RE_REVIEW: {DEPT: always},
    Action.SETTLE_EXPIRY: {DEPT: always},
    Action.OPEN_REVOCATION: {DEPT: always},
    Action.STATE_CASE: CONCERNED,
    Action.DECIDE_REVOCATION: {DEPT: always},
    Action.RECOMMEND_NATIONALLY: {DEPT: always},
    Action.SEE_NATIONAL_LIST: {DEPT: always, OBSERVER: always},
    Action.KEEP_POOL: {DEPT: always},
    Action.SEE_POOL_OF_CLUSTERS: {DEPT: always, CITY: own_city, OBSERVER: always},
}
