"""Who may do what: a table of roles, actions and pure predicates over facts; nothing else decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.errors import NotPermitted

ROUND_STATES = ("draft", "declaring", "scoring", "locked", "decided", "publicity")


class Role(StrEnum):
    """The parts people play; the words of the glossary."""

    DEPARTMENT = "department"
    ORGANISER = "organiser"
    EXPERT = "expert"
    CITY_BUREAU = "city_bureau"
    APPLICANT = "applicant"
    OBSERVER = "observer"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    PUBLIC = "public"


class Action(StrEnum):
    """Everything a door can ask for."""

    SIGN_IN = "sign in"
    SEE_OWN_HOME = "see own home"
    SEE_PUBLICITY = "see publicity"
    SEE_ROUND = "see round"
    EDIT_ROUND = "edit round"
    FREEZE_ROUND = "freeze round"
    SEE_DECLARATIONS = "see declarations"
    SEE_DECLARATION = "see declaration"
    FILL_DECLARATION = "fill declaration"
    IMPORT_DECLARATIONS = "import declarations"
    STATE_PARTICULARS = "state particulars"
    SEE_EVIDENCE = "see evidence"
    UPLOAD_EVIDENCE = "upload evidence"
    TAKE_CITY_STEP = "take city step"
    SEE_SIMILAR = "see similar declarations"
    DECIDE_FINDING = "decide finding"
    SEE_POOL = "see pool"
    IMPORT_POOL = "import pool"
    DRAW_PANEL = "draw panel"
    ASSIGN = "assign"
    SEE_DRAW = "see draw"
    SETTLE_CONFLICT = "settle conflict"
    REPLACE_EXPERT = "replace expert"
    SCORE = "score"
    REPORT_APPROACH = "report approach"
    SEE_PROGRESS = "see progress"
    REMIND = "remind"
    LOCK = "lock"
    SEE_RANKING = "see ranking"
    DECIDE_LIST = "decide list"
    START_PUBLICITY = "start publicity"
    EXPORT_RESULT = "export result"
    TAKE_BUNDLE = "take bundle"
    SEE_LEDGER = "see ledger"
    SEE_STYLE = "see style"


@dataclass(frozen=True)
class Actor:
    """Who asks: an account, or the public."""

    role: Role
    account_id: int | None = None
    city: str | None = None
    name: str = "公众"


PUBLIC = Actor(Role.PUBLIC)


@dataclass(frozen=True)
class Facts:
    """What the table may look at; None means the door has not looked at an object yet."""

    round_state: str | None = None
    owner_id: int | None = None
    city: str | None = None
    state: str | None = None


Predicate = Callable[[Actor, Facts], str | None]


def always(_actor: Actor, _facts: Facts) -> str | None:
    """Allow."""
    return None


def in_states(*states: str) -> Predicate:
    """Allow while the round is in one of the states."""

    def predicate(_actor: Actor, facts: Facts) -> str | None:
        return None if facts.round_state in (None, *states) else "轮次目前的阶段不允许此项操作。"

    return predicate


def from_state(state: str) -> Predicate:
    """Allow once the round has come as far as the state."""
    return in_states(*ROUND_STATES[ROUND_STATES.index(state) :])


def own(actor: Actor, facts: Facts) -> str | None:
    """Allow on what belongs to the actor."""
    return None if facts.owner_id in (None, actor.account_id) else "只能操作本人名下的内容。"


def own_city(actor: Actor, facts: Facts) -> str | None:
    """Allow a city bureau on the declarations of its own city."""
    return None if facts.city in (None, actor.city) else "只能查看和办理本地区的申报。"


def both(*predicates: Predicate) -> Predicate:
    """Allow when every predicate does; the first objection is told."""

    def predicate(actor: Actor, facts: Facts) -> str | None:
        return next((why for one in predicates if (why := one(actor, facts))), None)

    return predicate


def editable(_actor: Actor, facts: Facts) -> str | None:
    """Allow changes to a declaration that is not yet submitted."""
    return (
        None if facts.state in (None, "draft", "returned") else "申报已提交，不能再修改；需要修改请联系主管部门退回。"
    )


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
SIGNED_IN: Mapping[Role, Predicate] = dict.fromkeys((DEPT, ORG, EXPERT, CITY, APPLICANT, OBSERVER, SYSADMIN), always)
LOCKED = from_state("locked")

TABLE: Mapping[Action, Mapping[Role, Predicate]] = {
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
    Action.SEE_POOL: {ORG: always, OBSERVER: always},
    Action.IMPORT_POOL: {ORG: always},
    Action.DRAW_PANEL: {ORG: in_states("declaring")},
    Action.ASSIGN: {ORG: in_states("declaring", "scoring")},
    Action.SEE_DRAW: {ORG: always, OBSERVER: always},
    Action.SETTLE_CONFLICT: {ORG: in_states("declaring", "scoring")},
    Action.REPLACE_EXPERT: {ORG: in_states("declaring", "scoring")},
    Action.SCORE: {EXPERT: both(own, in_states("scoring", "locked"))},
    Action.REPORT_APPROACH: {EXPERT: always},
    Action.SEE_PROGRESS: {DEPT: always, ORG: always, OBSERVER: always},
    Action.REMIND: {ORG: in_states("scoring")},
    Action.LOCK: {ORG: in_states("scoring")},
    Action.SEE_RANKING: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.DECIDE_LIST: {DEPT: in_states("locked", "decided")},
    Action.START_PUBLICITY: {DEPT: in_states("decided")},
    Action.EXPORT_RESULT: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.TAKE_BUNDLE: {DEPT: LOCKED, OBSERVER: LOCKED},
    Action.SEE_LEDGER: {OBSERVER: always},
    Action.SEE_STYLE: SIGNED_IN,
}


def why_not(actor: Actor, action: Action, facts: Facts | None = None) -> str | None:
    """Return None when the table allows it, else the objection in Chinese."""
    predicate = TABLE[action].get(actor.role)
    if predicate is None:
        return "您的账号没有这项权限。"
    return predicate(actor, facts or Facts())


def require(actor: Actor, action: Action, facts: Facts | None = None) -> None:
    """Refuse unless the table allows it."""
    objection = why_not(actor, action, facts)
    if objection is not None:
        raise NotPermitted("not-permitted", objection)
