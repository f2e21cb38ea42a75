"""Who would cross the line in other circumstances, how the list spreads, and what regional pull would cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Actor
from webapp.queries import rankings
from webapp.queries.rankings import Position
from webapp.services.decide_list import decisive_run
from webapp.services.declaration_groups import industry_of
from webapp.services.kept_figures import GROUPS, keep, known
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
    run = decisive_run(session, found)
    stored = rankings.study_of(session, run.id)
    content = stored.content if stored else {}
    listed = rankings.positions_of(session, [run.id])[run.id] if content else []
    cities, industries = kept_groups(session, found, run.id)
    by_number = {one.declaration.number: one for one in listed}
    scenarios = [scenario(one, by_number) for one in content.get("crossings", ())]
    return Study(
        scenarios={kind: tuple(one for one in scenarios if one.kind == kind) for kind in KINDS},
        n_scenarios=len(scenarios),
        shares=tuple((one, content["shares"][one.declaration.number]) for one in listed if content),
        notes=tuple(content.get("notes", ())),
        pulled=pulled(content["pull"], by_number) if content else None,
        cities=cities,
        industries=industries,
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


def kept_groups(session: Session, found: Round, run_id: int) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Count by region and by industry; once for each ranking and each decision on it."""
    stands_for = [run_id, found.decided_at.isoformat() if found.decided_at else ""]
    content = known(session, found.id, GROUPS)
    if content is None or content["of"] != stands_for:
        cities, industries = [], []
        for city, context, status, standing, decided in rankings.placed_in_run(session, run_id):
            stands = status == "selected" if decided is None else decided, standing == "open"
            cities.append((city, *stands))
            industries.append((industry_of(context), *stands))
        content = {"of": stands_for, "cities": groups(cities), "industries": groups(industries)}
        keep(session, found.id, GROUPS, content)
    by_city, by_industry = (tuple(Group(*one) for one in content[name]) for name in ("cities", "industries"))
    return by_city, by_industry


def groups(placed: Sequence[tuple[str, bool, bool]]) -> list[tuple[str, int, int, int]]:
    """Count by group how many declared, are on the list as decided or proposed, and stand open; the largest first."""
    declared = Counter(name for name, _is_listed, _is_open in placed)
    chosen = Counter(name for name, is_listed, _is_open in placed if is_listed)
    undecided = Counter(name for name, _is_listed, is_open in placed if is_open)
    return [(name, n, chosen[name], undecided[name]) for name, n in declared.most_common()]
