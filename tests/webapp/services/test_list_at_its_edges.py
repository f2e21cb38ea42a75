"""Lists at their edges: the last minute of a period, several upheld at once, a newcomer who is objected to as well."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import acting
from tests.stories.list_world import noon, object_to, published_round, settle, standing
from tests.stories.three_doors import three_doors
from webapp.database import build_engine, transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.models import Publicity, Round
from webapp.permissions import Role
from webapp.queries import lists
from webapp.services.announce_list import announce_list
from webapp.services.replace_in_list import replace_in_list, vacancies
from webapp.settings import Settings

LAST_DAY, DAY_AFTER = date(2026, 3, 30), date(2026, 3, 31)
RULE = {"replacement": "next_in_rank"}


@pytest.fixture
def published(sqlite_backend: Backend, tmp_path: Path) -> Iterator[Engine]:
    """The invented round in publicity."""
    url = str(sqlite_backend.copy("publicity").url)
    engine = build_engine(url, Settings(tmp_path, url, "test-secret", field_secret="test-field-key", testing=True))
    yield engine
    engine.dispose()


def move_up(session: Session, found: Round, left: str, day: date) -> tuple[str, Publicity]:
    """Let the next by rank take a place; return the number and the publicity of its own."""
    offered = next(one.offered for one in vacancies(session, found) if one.left.number == left)
    number = offered[0].declaration.number
    told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "left": left, "newcomer": number}
    hung = replace_in_list(session, **told, reason="表决", published_on=day, now=noon(day))
    session.flush()
    return number, hung


def announce(session: Session, found: Round, day: date) -> None:
    """Announce on a day."""
    told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "announced_on": day}
    announce_list(session, **told, now=noon(day), today=day)


def test_two_upheld_make_room_twice_and_an_objected_newcomer_once_more(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nm-2023", **RULE)
        first, second = (one.declaration.number for one in lists.entries_of_round(session, found.id)[:2])
        for number in (first, second):
            settle(
                session, found, object_to(session, found, number, LAST_DAY, tmp_path, name=number), "upheld", LAST_DAY
            )
        one, hung_one = move_up(session, found, first, DAY_AFTER)
        two, hung_two = move_up(session, found, second, date(2026, 4, 1))
        # From 1 April: 1 2 3 7 8, for 6 April is the Tomb-sweeping holiday; from 2 April: 2 3 7 8 9.
        assert (hung_one.last_day, hung_two.last_day) == (date(2026, 4, 8), date(2026, 4, 9))
        told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "left": first, "newcomer": two}
        with pytest.raises(Refusal, match="没有空出名额"):
            replace_in_list(session, **told, reason="", published_on=date(2026, 4, 2), now=noon(date(2026, 4, 2)))
        settle(session, found, object_to(session, found, one, date(2026, 4, 8), tmp_path), "upheld", date(2026, 4, 8))
        three, hung_three = move_up(session, found, one, date(2026, 4, 9))
        assert hung_three.last_day == date(2026, 4, 16)
        assert len({one, two, three, first, second}) == 5
        for day in (date(2026, 4, 10), hung_three.last_day):
            with pytest.raises(ProblemsFound):
                announce(session, found, day)
        announce(session, found, date(2026, 4, 17))
        ended = standing(session, found)
        assert {ended[number] for number in (first, second, one)} == {"removed"}
        assert {ended[number] for number in (two, three)} == {"recognised"}


def test_objection_counts_until_the_last_day_and_not_on_the_day_after(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nm-2023", **RULE)
        number = lists.entries_of_round(session, found.id)[0].declaration.number
        in_time = object_to(session, found, number, LAST_DAY, tmp_path)
        late = object_to(session, found, number, DAY_AFTER, tmp_path)
        assert ((in_time.state, in_time.refusal), late.state) == (("received", []), "not_accepted")
        with pytest.raises(ProblemsFound) as refused:
            announce(session, found, DAY_AFTER)
        assert any("异议尚未处理完毕" in one.message for one in refused.value.problems)


@pytest.mark.parametrize(
    ("at", "is_today"),
    [(datetime(2026, 3, 30, 15, 59, tzinfo=UTC), False), (datetime(2026, 3, 30, 16, 0, tzinfo=UTC), True)],
)
def test_day_ends_at_midnight_in_china_for_list_and_objection(
    sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: datetime, is_today: bool
) -> None:
    doors = three_doors(sqlite_backend, "publicity", tmp_path, at, monkeypatch)
    with transaction(doors.engine) as session:
        found, _positions = published_round(session, "nm-2023", **RULE)
        number = lists.entries_of_round(session, found.id)[0].declaration.number
    department = doors.persons[Role.DEPARTMENT]
    told = {"number": number, "received_on": str(DAY_AFTER), "claim": "不实", "objector": "甲", "contact": "1"}
    assert (department.post("/objections/NM-DEMO", data=told).status_code == 302) == is_today
    announced = department.post("/publicity/NM-DEMO/announce", data={"announced_on": str(DAY_AFTER)})
    assert (announced.status_code == 302) == is_today
    doors.engine.dispose()


def test_day_of_publication_after_today_is_refused(sqlite_backend: Backend) -> None:
    engine = sqlite_backend.copy("publicity")
    with transaction(engine) as session:
        found, _positions = published_round(session, "nm-2023", **RULE)
        gone = lists.entries_of_round(session, found.id)[0]
        gone.entry.standing = "removed"
        session.flush()
        told = {"actor": acting(session, Role.DEPARTMENT), "found": found, "left": gone.declaration.number}
        next_one = vacancies(session, found)[0].offered[0].declaration.number
        with pytest.raises(Refusal, match="发布日期不能晚于今天"):
            replace_in_list(session, **told, newcomer=next_one, reason="", published_on=DAY_AFTER, now=noon(LAST_DAY))
    engine.dispose()
