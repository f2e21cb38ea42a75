"""Days worked out by hand from the measures and the holiday notices, asked of the command and of the registry."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.registry_world import recognised
from webapp.cli.entry import zeyou
from webapp.database import transaction
from webapp.queries import cluster_files
from webapp.services.cluster_dues import dues_of

D = date.fromisoformat


@pytest.fixture
def session(sqlite_backend: Backend) -> Iterator[Session]:
    """One transaction in which a story is told."""
    engine: Engine = sqlite_backend.copy("staff")
    with transaction(engine) as opened:
        yield opened
    engine.dispose()


def asked(*words: str) -> dict[str, object]:
    """Ask `zeyou dates`."""
    answer: dict[str, object] = json.loads(CliRunner().invoke(zeyou, ["dates", *words], catch_exceptions=False).output)
    return answer


# The five days are named beside each case; the second last day is that of the custom that counts the publication day.
PUBLICITY = [
    # 29 30 December, New Year 31 to 2, then 3 4 5 January; counted: 28 29 30 3 4
    ("2022-12-28", "2022-12-29", "2023-01-05", "2023-01-04"),
    # 19 20 January, Spring Festival 21 to 27, then Saturday 28, Sunday 29, Monday 30; counted: 18 19 20 28 29
    ("2023-01-18", "2023-01-19", "2023-01-30", "2023-01-29"),
    # 28 September, holidays to 6 October, then Saturday 7, Sunday 8, 9, 10; counted: 27 28 7 8 9
    ("2023-09-27", "2023-09-28", "2023-10-10", "2023-10-09"),
    # 31 December, 1 January off, then 2 3 6 7; counted: 30 31 2 3 6
    ("2024-12-30", "2024-12-31", "2025-01-07", "2025-01-06"),
    # 23 24, Sunday 26 worked, 27, Spring Festival 28 January to 4 February, then 5; counted: 22 23 24 26 27
    ("2025-01-22", "2025-01-23", "2025-02-05", "2025-01-27"),
    # 26, Sunday 28 worked, 29, 30, holidays 1 to 8 October, then 9; counted: 25 26 28 29 30
    ("2025-09-25", "2025-09-26", "2025-10-09", "2025-09-30"),
    # 31 December, New Year 1 to 3, Sunday 4 worked, 5 6 7; counted: 30 31 4 5 6
    ("2025-12-30", "2025-12-31", "2026-01-07", "2026-01-06"),
    # 13, Saturday 14 worked, Spring Festival 15 to 23, then 24 25 26; counted: 12 13 14 24 25
    ("2026-02-12", "2026-02-13", "2026-02-26", "2026-02-25"),
    # Published on a holiday: 8 9 10 11, Saturday 12 worked, either way
    ("2024-10-03", "2024-10-08", "2024-10-12", "2024-10-12"),
]


@pytest.mark.parametrize("pack", ["nm-2023", "nx-2023"])
@pytest.mark.parametrize(("published", "first", "last", "last_counted"), PUBLICITY)
def test_publicity_lasts_five_working_days_by_either_custom(
    pack: str, published: str, first: str, last: str, last_counted: str
) -> None:
    plain = asked("publicity", "--pack", pack, "--published", published)
    assert plain == {"first_day": first, "last_day": last, "provisional": False}
    counted = asked("publicity", "--pack", pack, "--published", published, "--count-publication-day")
    assert counted["last_day"] == last_counted


def test_publicity_into_a_year_without_notice_is_provisional() -> None:
    assert asked("publicity", "--pack", "nm-2023", "--published", "2026-12-24")["provisional"] is False
    assert asked("publicity", "--pack", "nm-2023", "--published", "2026-12-25")["provisional"] is True


BY_THE_DAY, AFTER_DAY_OFF = ("on_time", "late"), ("on_time", "needs_decision", "late")
REPORTS = [
    # NM: 10 March 2024 was a Sunday, 2025 a Monday, 2026 a Tuesday
    ("nm-2023", 2023, "2024-03-08", "2024-03-10", ("03-10", "03-11", "03-12"), AFTER_DAY_OFF),
    ("nm-2023", 2024, "2025-03-10", "2025-03-10", ("03-10", "03-11"), BY_THE_DAY),
    ("nm-2023", 2025, "2026-03-10", "2026-03-10", ("03-09", "03-11"), BY_THE_DAY),
    # NX: 30 March 2024 was a Saturday, 2025 a Sunday, 2026 a Monday
    ("nx-2023", 2023, "2024-03-29", "2024-03-30", ("03-30", "04-01", "04-02"), AFTER_DAY_OFF),
    ("nx-2023", 2024, "2025-03-28", "2025-03-30", ("03-29", "03-31", "04-01"), AFTER_DAY_OFF),
    ("nx-2023", 2025, "2026-03-30", "2026-03-30", ("03-30", "03-31"), BY_THE_DAY),
]


@pytest.mark.parametrize(("pack", "year", "remind", "due", "days", "results"), REPORTS)
def test_report_stands_as_the_named_day_and_the_weekend_say(
    session: Session, pack: str, year: int, remind: str, due: str, days: tuple[str, ...], results: tuple[str, ...]
) -> None:
    for day, result in zip(days, results, strict=True):
        submitted = f"{year + 1}-{day}"
        told = asked("annual-report", "--pack", pack, "--year", str(year), "--submitted", submitted)
        assert told == {"due": due, "remind": remind, "result": result}
        story = recognised(session, pack, date(2023, 9, 15))
        kept = story.report(story.city, year, D(submitted))
        assert (str(kept.due_on), kept.result) == (due, result)
        session.rollback()


CHANGES = [
    ("2024-01-31", "2024-02-29"),  # no 31 February
    ("2023-08-31", "2023-10-07"),  # 30 September in the holidays; Saturday 7 October was worked
    ("2024-03-06", "2024-04-07"),  # 6 April Qingming; Sunday 7 was worked
    ("2024-09-12", "2024-10-12"),  # Saturday 12 October was worked
    ("2024-12-01", "2025-01-02"),  # New Year's Day
    ("2025-12-31", "2026-02-02"),  # 31 January 2026 was a Saturday
    ("2026-01-15", "2026-02-24"),  # 15 to 23 February Spring Festival
]


@pytest.mark.parametrize("pack", ["nm-2023", "nx-2023"])
@pytest.mark.parametrize(("changed", "due"), CHANGES)
def test_change_is_filed_within_a_month_and_late_the_day_after(
    session: Session, pack: str, changed: str, due: str
) -> None:
    for days, result in ((0, "on_time"), (1, "late")):
        filed = date.fromordinal(D(due).toordinal() + days)
        told = asked("change-filing", "--pack", pack, "--changed", changed, "--filed", str(filed))
        assert told == {"due": due, "result": result}
        story = recognised(session, pack, date(2023, 8, 1))
        change = story.change("空间范围", D(changed), filed)
        story.file(change, filed)
        assert (str(change.due_on), change.result) == (due, result)
        session.rollback()


@pytest.mark.parametrize(
    ("announced", "expires", "extended"),
    [("2023-09-15", "2026-09-15", "2029-09-15"), ("2024-02-29", "2027-02-28", "2030-02-28")],
)
def test_extension_counts_from_the_old_expiry_however_late_it_is_decided(
    session: Session, announced: str, expires: str, extended: str
) -> None:
    story = recognised(session, "nm-2023", D(announced))
    assert str(story.cluster.expires_on) == expires
    late = date.fromordinal(D(expires).toordinal() + 200)
    story.open_re_review(late)
    story.decide_re_review("passed", late)
    assert str(story.cluster.expires_on) == extended
    told = asked("validity", "--pack", "nm-2023", "--announced", announced, "--extended-on", str(late))
    assert told == {"expires": extended}


def owed(session: Session, pack: str, announced: str, today: str) -> list[tuple[str, str, str, str]]:
    """List what a cluster owes until the end of the next year: kind, day, who, how it stands."""
    story = recognised(session, pack, D(announced))
    file = cluster_files.file_of(session, story.cluster.id)
    dues = dues_of(story.cluster, file, today=D(today), until=date(D(today).year + 1, 12, 31))
    return [(one.kind, str(one.due_on), one.who, one.status) for one in dues]


def test_year_end_view_tells_who_owes_what_by_when_in_each_region(session: Session) -> None:
    assert owed(session, "nm-2023", "2023-09-15", "2025-12-31") == [
        ("annual_report", "2024-03-10", "city_bureau", "overdue"),
        ("annual_report", "2025-03-10", "city_bureau", "overdue"),
        ("annual_report", "2026-03-10", "city_bureau", "upcoming"),
        ("re_review", "2026-09-15", "department", "upcoming"),
    ]
    assert owed(session, "nx-2023", "2023-09-15", "2025-12-31") == [
        ("annual_report", "2024-03-30", "city_bureau", "overdue"),
        ("annual_report", "2025-03-30", "city_bureau", "overdue"),
        ("annual_report", "2026-03-30", "city_bureau", "upcoming"),
        ("re_review", "2026-09-15", "applicant", "upcoming"),
    ]


def test_nothing_is_owed_after_a_lapse_and_nm_still_waits_for_the_department(session: Session) -> None:
    open_in_nx = [one for one in owed(session, "nx-2023", "2023-09-15", "2026-09-16") if one[3] != "overdue"]
    assert open_in_nx == [("end_validity", "2026-09-16", "department", "waiting")]
    open_in_nm = [one for one in owed(session, "nm-2023", "2023-09-15", "2026-09-16") if one[3] != "overdue"]
    assert ("re_review", "2026-09-15", "department", "waiting") in open_in_nm
