"""Every page there is opens for somebody, and none asks the database more often because it lists more."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, update

from tests.browser.tour import page_rules, pages_of
from tests.conftest import NOW, TODAY
from tests.stories.actors import signed_in, statements, web
from tests.stories.full_rooms import fill_rooms
from webapp.database import build_engine, transaction
from webapp.models import Seat
from webapp.permissions import Role
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.upgrade_schema import upgrade_schema

FEW, MANY = 3, 16
STATES = ("declaring", "scoring", "locked", "publicity")
# Endpoints that answer a GET with neither a page, nor data for programs, nor a file named as such.
OTHERS = {"static", "evidence.download", "single_sign_on.leave", "single_sign_on.come_back"}
OTHERS |= {f"declaring.{name}" for name in ("blank_form", "blank_table", "filled_form", "filled_row")}
OTHERS |= {
    f"city_papers.{name}"
    for name in ("correction_letter", "onsite_sheet", "opinion_sheet", "recommendation_letter", "recommendation_table")
}
# Pages that open only on the way in, by a key from outside.
ELSEWHERE = {f"steps_in.{name}_page" for name in ("code", "password", "enrol", "invitation")}


def world(folder: Path, state: str, n: int) -> Engine:
    """Play the round with n clusters and fill every room with n rows."""
    engine = build_engine(f"sqlite:///{folder}/{state}-{n}.sqlite3")
    upgrade_schema(engine)
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until=state, n_clusters=n)
    fill_rooms(engine, folder, n)
    with transaction(engine) as session:
        session.execute(update(Seat).values(undertaken_at=NOW))
    return engine


def looked_at(engine: Engine, folder: Path) -> tuple[dict[tuple[Role, str], int], set[str]]:
    """Open every page of every role; return how many statements each sends that opens, and which endpoints opened."""
    counts, opened = {}, set()
    for role in Role:
        client = web(engine, folder).test_client() if role is Role.PUBLIC else signed_in(engine, role, folder)
        finder = client.application.url_map.bind("localhost")
        for address in pages_of(engine, role):
            client.get(address)
            with statements(engine) as sent:
                answer = client.get(address)
            assert answer.status_code in (200, 302, 403, 404, 422), (role, address, answer.status_code)
            if answer.status_code == 200:
                counts[role, address] = len(sent)
                opened.add(finder.match(address)[0])
    return counts, opened


def test_every_address_that_answers_is_known_by_its_name() -> None:
    app = web(create_engine("sqlite://"))
    pages = {rule.endpoint for rule in page_rules(app)}
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {name for name in asked - pages - OTHERS if not name.endswith(("_file", "_answer"))} == set()


@pytest.mark.slow
def test_every_page_opens_and_sends_as_many_statements_for_few_rows_as_for_many(tmp_path: Path) -> None:
    grown, opened = [], set(ELSEWHERE)
    for state in STATES:
        few, _opened = looked_at(world(tmp_path, state, FEW), tmp_path)
        many, seen = looked_at(world(tmp_path, state, MANY), tmp_path)
        opened |= seen
        grown += [(state, *page, few[page], n) for page, n in many.items() if n > few.get(page, n)]
    assert grown == []
    app = web(create_engine("sqlite://"))
    assert {rule.endpoint for rule in page_rules(app)} - opened == set()
