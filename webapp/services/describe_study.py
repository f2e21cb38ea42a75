"""Who would cross the line in other circumstances, how the list spreads, and what regional pull would cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Decision, Round
from webapp.permissions import Actor
from webapp.queries import rankings
from webapp.queries.rankings import Position
from webapp.services.declaration_groups import industry_of
from webapp.services.note_reading import note_reading

KINDS = ("method", "without_expert", "weight_up", "weight_down")


@dataclass(frozen=True)
class Scenario:
    """One circumstance and who would change sides."""

    kind: str
    name: str
    entered: tuple[Position, ...]
    left: tuple[Position, ...]


@dataclass(frozen=True)
class Pulled:
    """What drawing towards regions would change; points."""

    entering: tuple[Position, ...]
    leaving: tuple[Position, ...]
    regions: dict[str, float]
    gain: float
    price: float


@dataclass(frozen=True)
class Group:
    """One region or industry: how many declared, how many on the list, how many that nobody can tell apart yet."""

    name: str
    n_declared: int
    n_listed: int
    n_open: int


@dataclass(frozen=True)
class Study:
    """All a page says beside the ranking."""

    scenarios: dict[str, tuple[Scenario, ...]]
    n_scenarios: int
    shares: tuple[tuple[Position, float], ...]
    notes: tuple[dict[str, Any], ...]
    pulled: Pulled | None
    cities: tuple[Group, ...]
    industries: tuple[Group, ...]


def describe_study(session: Session, *, actor: Actor, found: Round, now: datetime) -> Study:
    """Return what was stored beside the decisive run, with the spread of the list as it stands."""
    note_reading(session, actor=actor, found=found, purpose="study", now=now)
    run = next((one for one in rankings.newest_runs(session, found.id).values() if one.is_decisive), None)
    if run is None:
        raise Refusal("not-ranked", "请先计算排序。")
    listed = rankings.positions_of(session, [run.id])[run.id]
    decisions = rankings.decisions_of_round(session, found.id)
    stored = rankings.study_of(session, run.id)
    content = stored.content if stored else {}
    by_number = {one.declaration.number: one for one in listed}
    scenarios = [scenario(one, by_number) for one in content.get("crossings", ())]
    return Study(
        scenarios={kind: tuple(one for one in scenarios if one.kind == kind) for kind in KINDS},
        n_scenarios=len(scenarios),
        shares=tuple((one, content["shares"][one.declaration.number]) for one in listed if content),
        notes=tuple(content.get("notes", ())),
        pulled=pulled(content["pull"], by_number) if content else None,
        cities=groups(listed, decisions, [one.declaration.city for one in listed]),
        industries=groups(listed, decisions, [industry_of(one.declaration.context) for one in listed]),
    )


def scenario(stored: Sequence[Any], by_number: dict[str, Position]) -> Scenario:
    """Read a stored scenario back."""
    kind, name, entered, left = stored
    return Scenario(kind, name, tuple(by_number[one] for one in entered), tuple(by_number[one] for one in left))


def pulled(stored: dict[str, Any], by_number: dict[str, Position]) -> Pulled:
    """Read the stored price of regional pull back."""
    return Pulled(
        entering=tuple(by_number[one] for one in stored["entering"]),
        leaving=tuple(by_number[one] for one in stored["leaving"]),
        regions=stored["regions"],
        gain=stored["gain"],
        price=stored["price"],
    )


def groups(listed: Sequence[Position], decisions: dict[int, Decision], names: Sequence[str]) -> tuple[Group, ...]:
    """Count by group, the largest first."""
    pairs = list(zip(names, listed, strict=True))
    declared = Counter(names)
    chosen = Counter(name for name, one in pairs if on_list(one, decisions.get(one.declaration.id)))
    undecided = Counter(name for name, one in pairs if one.row.standing == "open")
    return tuple(Group(name, n, chosen[name], undecided[name]) for name, n in declared.most_common())


def on_list(one: Position, decision: Decision | None) -> bool:
    """Tell whether the declaration is on the list as decided, or as proposed while nothing is decided."""
    return decision.is_selected if decision else one.row.status == "selected"
