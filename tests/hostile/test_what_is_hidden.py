"""Whatever is changed among things a role must not know, not one letter of what it is shown changes with it.

Counts, orders, hits of a search, tags and refusals are letters too. That the change shows at all, to those who may
see it, is asked of the organiser after the lock.
"""

from pathlib import Path

import pytest

from tests.conftest import Backend
from tests.hostile.hidden_worlds import addresses, change_the_hidden, give_scores, shown
from tests.stories.actors import web
from webapp.permissions import Role

OUTSIDE = (Role.EXPERT, Role.CITY_BUREAU, Role.APPLICANT, Role.PUBLIC)
ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
CASES = [
    *(("scoring", role) for role in (*OUTSIDE, Role.ORGANISER)),
    *(("publicity", role) for role in (*OUTSIDE, *ADMINISTRATORS)),
]


def differing(backend: Backend, state: str, role: Role, told: Role, folder: Path) -> tuple[list[str], int]:
    """Return where two worlds differ in the eyes of one role, which differ in what is hidden from another."""
    worlds = [backend.copy(state), backend.copy(state)]
    for engine in worlds:
        give_scores(engine)
    # Filling the addresses queues a job, in either world.
    asked, _same = ([*addresses(engine, told, web(engine))] for engine in worlds)
    change_the_hidden(worlds[1], role)
    one, other = (shown(engine, told, folder, asked) for engine in worlds)
    for engine in worlds:
        engine.dispose()
    opened = sum(status == 200 for status, *_ in one.values())
    return [name for name in one if one[name] != other[name]], opened


@pytest.mark.slow
@pytest.mark.parametrize(("state", "role"), CASES)
def test_nothing_shown_depends_on_what_is_hidden(
    sqlite_backend: Backend, state: str, role: Role, tmp_path: Path
) -> None:
    told, opened = differing(sqlite_backend, state, role, role, tmp_path)
    assert told == []
    assert opened >= 5


@pytest.mark.slow
def test_change_is_seen_by_those_who_may(sqlite_backend: Backend, tmp_path: Path) -> None:
    seen, _opened = differing(sqlite_backend, "publicity", Role.PUBLIC, Role.ORGANISER, tmp_path)
    assert {"/declarations/", "/declarations/?words=别处", "/experts/", "/panel/NM-DEMO/divergence"} <= set(seen)
