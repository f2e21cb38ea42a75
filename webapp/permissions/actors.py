"""Who asks, and the facts about the object that the table may look at."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The parts people play; the words of the glossary."""

    DEPARTMENT = "department"
    ORGANISER = "organiser"
    EXPERT = "expert"
    CITY_BUREAU = "city_bureau"
    APPLICANT = "applicant"
    OBSERVER = "observer"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"
    PUBLIC = "public"


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
