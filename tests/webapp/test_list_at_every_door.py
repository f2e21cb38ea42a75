"""Every act on a list from every place it can stand in, at page, interface and command: alike or refused alike."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import acting
from tests.stories.list_acts import ACTS, ANYWHERE
from tests.stories.list_world import MONDAY, decide, noon, object_to, published_round, ranked_round, settle
from tests.stories.three_doors import ask_everywhere, silent, three_doors, unequal
from webapp.database import transaction
from webapp.models import Round
from webapp.permissions import Role
from webapp.queries import lists, rankings
from webapp.services.announce_list import announce_list
from webapp.services.decide_list import decisive_positions
from webapp.services.pick_spot_checks import pick_spot_checks
from webapp.services.replace_in_list import replace_in_list

TUESDAY, LAST_DAY, DAY_AFTER = date(2026, 3, 24), date(2026, 3, 30), date(2026, 3, 31)
LONG_AFTER = date(2026, 4, 20)
RULE = {"replacement": "next_in_rank"}
Prepare = Callable[[Session, Path], object]


def scoring(session: Session, _folder: Path) -> object:
    """Scores are not locked."""
    ranked_round(session, "nm-2023").state = "scoring"
    return None


def unranked(session: Session, _folder: Path) -> object:
    """Locked, and nobody has computed the ranking."""
    found = ranked_round(session, "nm-2023")
    for run in rankings.newest_runs(session, found.id).values():
        run.is_decisive = False
    return None


def ranked(session: Session, _folder: Path) -> object:
    """Locked and ranked, a visit picked."""
    found = ranked_round(session, "nm-2023")
    first = decisive_positions(session, found)[0].declaration.id
    return pick_spot_checks(
        session, actor=acting(session, Role.DEPARTMENT), found=found, chosen=[first], now=noon(MONDAY)
    )


def decided(session: Session, _folder: Path) -> object:
    """The list is decided."""
    return decide(session, ranked_round(session, "nm-2023", **RULE))


def hung(session: Session, _folder: Path) -> object:
    """The list hangs out."""
    return published_round(session, "nm-2023", **RULE)


def raised(session: Session, folder: Path) -> Round:
    """An objection came in against the first name."""
    found, _positions = published_round(session, "nm-2023", **RULE)
    object_to(session, found, lists.entries_of_round(session, found.id)[0].declaration.number, TUESDAY, folder)
    return found


def looked_into(session: Session, folder: Path) -> object:
    """The objection was looked into."""
    found = raised(session, folder)
    one = lists.objections_of_round(session, found.id)[0][0]
    one.state, one.finding, one.investigators = "investigated", "核对。", "甲某"
    return found


def upheld(session: Session, folder: Path) -> Round:
    """The objection was upheld; a place is free."""
    found = raised(session, folder)
    settle(session, found, lists.objections_of_round(session, found.id)[0][0], "upheld", TUESDAY)
    return found


def moved_up(session: Session, folder: Path) -> object:
    """Somebody moved up in a publicity of its own."""
    found = upheld(session, folder)
    names = {"left": numbers(session)["first"], "newcomer": numbers(session)["next"], "reason": ""}
    told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "published_on": DAY_AFTER}
    return replace_in_list(session, now=noon(DAY_AFTER), **told, **names)


def announced(session: Session, _folder: Path) -> object:
    """The list was announced."""
    found, _positions = published_round(session, "nm-2023", **RULE)
    told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "announced_on": DAY_AFTER}
    return announce_list(session, now=noon(DAY_AFTER), today=DAY_AFTER, **told)


PLACES: Mapping[str, tuple[date, Prepare]] = {
    "scoring": (MONDAY, scoring),
    "unranked": (MONDAY, unranked),
    "ranked": (MONDAY, ranked),
    "decided": (MONDAY, decided),
    "hung out": (MONDAY, hung),
    "last day": (LAST_DAY, hung),
    "day after": (DAY_AFTER, hung),
    "raised": (TUESDAY, raised),
    "raised, period over": (DAY_AFTER, raised),
    "looked into": (DAY_AFTER, looked_into),
    "upheld": (DAY_AFTER, upheld),
    "moved up": (DAY_AFTER, moved_up),
    "moved up, first period over": (date(2026, 4, 3), moved_up),
    "moved up, all over": (LONG_AFTER, moved_up),
    "announced": (LONG_AFTER, announced),
}


def numbers(session: Session) -> dict[str, Any]:
    """Name the first and the next of the ranking, and the last."""
    found = session.get_one(Round, 1)
    runs = [run for run in rankings.newest_runs(session, found.id).values() if run.method == "calibrated"]
    run = runs[0] if runs else next(iter(rankings.newest_runs(session, found.id).values()))
    positions = rankings.positions_of(session, [run.id])[run.id]
    proposed = [one.declaration for one in positions if one.row.status == "selected"]
    left = min(proposed, key=lambda one: one.number)
    next_up = next(one.declaration for one in positions if one.row.status != "selected")
    people = {"first": left, "next": next_up, "last": positions[-1].declaration}
    raised_ones = lists.objections_of_round(session, found.id)
    judges = lists.judges_of(session, left.id)
    return {
        **{name: one.number for name, one in people.items()},
        **{f"{name}_id": one.id for name, one in people.items()},
        "nobody": "NONE-1",
        "nobody_id": 99_999,
        "proposed_ids": [one.id for one in proposed],
        "objection": raised_ones[0][0].number if raised_ones else "NONE-1",
        "judge": judges[0][0].name if judges else "甲某",
    }


@pytest.mark.parametrize("place", PLACES)
def test_each_act_on_a_list_goes_alike_at_every_door(
    sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    day, prepare = PLACES[place]
    doors = three_doors(sqlite_backend, "publicity", tmp_path, noon(day), monkeypatch)
    with transaction(doors.engine) as session:
        prepare(session, tmp_path)
        session.flush()
        names = {**numbers(session), "day": day}
    asked = {name: ask for name, ask in ACTS.items() if name not in ANYWHERE or place == "looked into"}
    heard = {name: ask_everywhere(doors, ask, names) for name, ask in asked.items()}
    assert {name: found for name, one in heard.items() if (found := unequal(one))} == {}
    assert {name: why for name, one in heard.items() if (why := silent(one))} == {}
    doors.engine.dispose()
