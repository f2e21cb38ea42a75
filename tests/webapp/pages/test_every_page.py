"""Every page there is opens for somebody, and none asks the database more often because it lists more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, update
from sqlalchemy.orm import Session

from tests.browser.tour import page_rules, pages_of
from tests.conftest import NOW, TODAY, give_key, let_worker_work
from tests.stories.actors import signed_in, statements, web
from tests.stories.full_rooms import fill_rooms
from webapp.database import build_engine, transaction
from webapp.models import Account, Seat
from webapp.permissions import Role
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.upgrade_schema import upgrade_schema

# More than the eight places of the round: with fewer there is nothing to choose, and some pages ask less.
FEW, MANY = 9, 18
STATES = ("declaring", "scoring", "locked", "publicity")
# Endpoints that answer a GET with neither a page, nor data for programs, nor a file named as such.
OTHERS = {"static", "evidence.download", "single_sign_on.leave", "single_sign_on.come_back"}
OTHERS |= {f"declaring.{name}" for name in ("blank_form", "blank_table", "filled_form", "filled_row")}
OTHERS |= {
    f"city_papers.{name}"
    for name in ("correction_letter", "onsite_sheet", "opinion_sheet", "recommendation_letter", "recommendation_table")
}
# Pages that open only on the way in, by a key from outside, and those of a step the played round is past; the latter
# are asked for in test_intake_city.py and test_intake_form.py.
ELSEWHERE = {f"steps_in.{name}_page" for name in ("code", "password", "enrol", "invitation")}
ELSEWHERE |= {"city.correction_page", "city.onsite_page", "declaring.fill_page", "recusals.ask_page"}


def world(folder: Path, state: str, n: int) -> Engine:
    """Play the round with n clusters and fill every room with n rows."""
    engine = give_key(build_engine(f"sqlite:///{folder}/{state}-{n}.sqlite3"))
    upgrade_schema(engine)
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until=state, n_clusters=n)
    let_worker_work(engine)
    fill_rooms(engine, folder, n)
    with transaction(engine) as session:
        session.execute(update(Seat).values(undertaken_at=NOW))
    return engine


@dataclass
class Looked:
    """How many statements each page that opened sent, and which endpoints those were."""

    counts: dict[tuple[Role, str], int] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)


def looked_at(engine: Engine, folder: Path) -> Looked:
    """Open every page of every role."""
    found = Looked()
    with Session(engine) as session:
        roles = {Role(one) for one in session.scalars(select(Account.role))} | {Role.PUBLIC}
    for role in sorted(roles):
        client = web(engine, folder).test_client() if role is Role.PUBLIC else signed_in(engine, role, folder)
        finder = client.application.url_map.bind("localhost")
        for address in pages_of(engine, role):
            client.get(address)
            with statements(engine) as sent:
                answer = client.get(address)
            assert answer.status_code in (200, 302, 403, 404, 422), (role, address, answer.status_code)
            if answer.status_code == 200:
                found.counts[role, address] = len(sent)
                found.endpoints.add(str(finder.match(address)[0]))
    return found


def test_every_address_that_answers_is_known_by_its_name() -> None:
    app = web(create_engine("sqlite://"))
    pages = {rule.endpoint for rule in page_rules(app)}
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {name for name in asked - pages - OTHERS if not name.endswith(("_file", "_answer"))} == set()


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Looked]:
    """Look at a world once."""
    folder = tmp_path_factory.mktemp("worlds")
    return cache(lambda state, n: looked_at(world(folder, state, n), folder))


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_every_page_sends_as_many_statements_for_few_rows_as_for_many(
    look: Callable[[str, int], Looked], state: str
) -> None:
    few, many = look(state, FEW).counts, look(state, MANY).counts
    assert [(*page, few[page], n) for page, n in many.items() if n > few.get(page, n)] == []


@pytest.mark.slow
def test_every_page_opens_for_somebody_at_some_time(look: Callable[[str, int], Looked]) -> None:
    opened = set().union(*(look(state, MANY).endpoints for state in STATES))
    app = web(create_engine("sqlite://"))
    assert {rule.endpoint for rule in page_rules(app)} - opened <= ELSEWHERE
