"""What a list rests on: votes among equals, days that are certain, objections settled before, who may move up."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import acting
from tests.stories.list_world import MONDAY, noon, object_to, published_round, ranked_round, settle, standing
from tests.webapp.services.test_list_rule import FRAME, GROUPS
from webapp.database import build_engine, transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.models import Change, Publicity, Round
from webapp.permissions import Role
from webapp.queries import lists, rankings
from webapp.services.announce_list import announce_list
from webapp.services.build_bundle import build_bundle
from webapp.services.decide_list import decide_list, decisive_positions
from webapp.services.enter_holidays import enter_holidays
from webapp.services.list_rule import price_notes, propose_list
from webapp.services.renew_dates import renew_dates
from webapp.services.replace_in_list import vacancies
from webapp.services.result_of_round import RoundResult, read_result
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import start_publicity
from webapp.services.verify_bundle import verify_bundle
from webapp.services.working_days import calendar_in
from webapp.settings import Settings

THURSDAY, LAST_DAY, DAY_AFTER = date(2026, 3, 26), date(2026, 3, 30), date(2026, 3, 31)
NEXT = {"replacement": "next_in_rank"}
# As if the notice for 2027 gave 1 to 3 January off and made Saturday 9 January a working day.
YEAR_2027 = {
    "year": 2027,
    "papers": ["虚构的放假安排"],
    "days": [
        *({"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 2, 3)),
        {"name": "元旦", "date": "2027-01-09", "isOffDay": False},
    ],
}


@pytest.fixture
def engine(sqlite_backend: Backend, tmp_path: Path) -> Iterator[Engine]:
    """The invented round in an installation with a data folder."""
    url = str(sqlite_backend.copy("publicity").url)
    opened = build_engine(url, Settings(tmp_path, url, "test-secret", field_secret="test-field-key"))
    yield opened
    opened.dispose()


def announce(session: Session, found: Round, day: date, today: date | None = None) -> None:
    """Announce on a day."""
    department = acting(session, Role.DEPARTMENT)
    announce_list(session, actor=department, found=found, announced_on=day, now=noon(today or day), today=today or day)


def choose(session: Session, found: Round, numbers: list[str], reasons: dict[str, str], decider: str) -> None:
    """Decide the list by numbers."""
    ids = {one.declaration.number: one.declaration.id for one in decisive_positions(session, found)}
    decide_list(
        session,
        actor=acting(session, Role.DEPARTMENT),
        found=found,
        selected={ids[number] for number in numbers},
        reasons={ids[number]: text for number, text in reasons.items()},
        decider=decider,
        now=noon(MONDAY),
    )


def read(session: Session, found: Round) -> RoundResult:
    """Read the result as a document does."""
    department = acting(session, Role.DEPARTMENT)
    return read_result(session, actor=department, found=found, purpose="test", now=noon(MONDAY))


def test_vote_among_equals_at_the_line_needs_reason_and_person(engine: Engine) -> None:
    with transaction(engine) as session:
        found = ranked_round(session, "nm-2023")
        positions = decisive_positions(session, found)
        eighth, ninth = positions[7], positions[8]
        for one in (eighth, ninth):
            one.row.status, one.row.rank, one.row.position = "tied", 8, 8
        session.flush()
        certain = [one.declaration.number for one in positions[:7]]
        voted = ninth.declaration.number
        with pytest.raises(ProblemsFound) as caught:
            choose(session, found, [*certain, voted], {}, "")
        told = [(one.where.split()[0], one.code) for one in caught.value.problems]
        assert told == [(voted, "vote-without-reason"), ("决定人", "vote-without-person")]
        with pytest.raises(ProblemsFound) as caught:
            choose(session, found, [*certain, voted, eighth.declaration.number], {}, "")
        assert [one.code for one in caught.value.problems] == ["too-many"]
        choose(session, found, [*certain, voted], {voted: "现场投票5比2"}, "厅长办公会")
        decision = rankings.decisions_of_round(session, found.id)[ninth.declaration.id]
        assert (decision.is_selected, decision.reason, decision.decider) == (True, "现场投票5比2", "厅长办公会")
        rows = {row.number: row for row in read(session, found).rows}
        assert (rows[voted].is_vote, rows[voted].reason) == (True, "现场投票5比2（决定人：厅长办公会）")


def test_departure_is_told_in_the_bundle_with_reason_and_person(engine: Engine) -> None:
    with transaction(engine) as session:
        found = ranked_round(session, "nm-2023")
        positions = [one.declaration.number for one in decisive_positions(session, found)]
        chosen = [*positions[:7], positions[10]]
        reasons = {positions[7]: "实地抽查与申报不一致", positions[10]: "兼顾地区平衡"}
        choose(session, found, chosen, reasons, "厅党组会")
        data = build_bundle(session, found=found)
        lines = {line.title: line.fault for line in verify_bundle(data)}
        assert lines["名单与排序不一致处都有理由"] is None
        # An objection later makes room: whoever the meeting left out with a reason is passed over.
        start_publicity(
            session, actor=acting(session, Role.DEPARTMENT), found=found, published_on=MONDAY, now=noon(MONDAY)
        )
        session.flush()
        found.settings = {**found.settings, **NEXT}
        entries = lists.entries_of_round(session, found.id)
        entries[0].entry.standing = "removed"
        offered = vacancies(session, found)[0].offered
        assert [one.declaration.number for one in offered] == [positions[8]]


def test_announcement_waits_for_the_day_an_objection_was_settled(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        found, _positions = published_round(session, "nx-2023")
        raised = object_to(session, found, min(standing(session, found)), THURSDAY, tmp_path)
        settle(session, found, raised, "dismissed", date(2026, 4, 2))
        with pytest.raises(Refusal, match="于 2026-04-02 才办结，公布日期不能早于这一天"):
            announce(session, found, DAY_AFTER, today=date(2026, 4, 3))
        announce(session, found, date(2026, 4, 2), today=date(2026, 4, 3))


def hung_over_new_year(session: Session) -> tuple[Round, Publicity]:
    """Hang the list out on Monday 28 December 2026."""
    found, _positions = published_round(session, "nm-2023")
    hung = lists.publicities_of_round(session, found.id)[0]
    # 29 30 31 December, and by weekday alone 1 and 4 January
    hung.published_on, hung.first_day = date(2026, 12, 28), date(2026, 12, 29)
    hung.last_day, hung.is_provisional = date(2027, 1, 4), True
    session.flush()
    return found, hung


def test_provisional_publicity_is_not_announced_before_it_is_certainly_over(engine: Engine) -> None:
    with transaction(engine) as session:
        found, _hung = hung_over_new_year(session)
        with pytest.raises(Refusal, match="公示截止日 2027-01-04 为暂定"):
            announce(session, found, date(2027, 1, 14))
        announce(session, found, date(2027, 1, 15))


def test_year_entered_later_moves_the_last_day(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        found, hung = hung_over_new_year(session)
        assert renew_dates(session, actor=acting(session, Role.DEPARTMENT), now=noon(MONDAY)) == 0
        told = {"name": "2027.json", "text": json.dumps(YEAR_2027), "may_shorten": False, "folder": tmp_path}
        moved = enter_holidays(session, actor=acting(session, Role.DEPARTMENT), now=noon(MONDAY), **told)
        assert [(one.before, one.after) for one in moved] == [(date(2027, 1, 4), date(2027, 1, 5))]
        assert (calendar_in(tmp_path).is_known(2027), calendar_in(Path()).is_known(2027)) == (True, False)
        # 29 30 31 December, then 4 and 5 January
        assert (hung.last_day, hung.is_provisional) == (date(2027, 1, 5), False)
        with pytest.raises(ProblemsFound):
            announce(session, found, date(2027, 1, 5))
        announce(session, found, date(2027, 1, 6))
        assert session.query(Change).count() == 0


def test_price_of_each_binding_quota_is_told(engine: Engine) -> None:
    with transaction(engine) as session:
        settings = RoundSettings.from_json(ranked_round(session, "nm-2023").settings)
    ruled = RoundSettings.from_json({**settings.as_json(), "quotas": [["city", "甲市", "cap", 1]]})
    proposal = propose_list(FRAME, ruled, GROUPS, places=2, tie_figures={}, method="mean")
    # Without the cap a and b, 170 points; with it a and c, 160.
    assert [note.message for note in proposal.notes] == [
        "保底、封顶名额的代价：名单合计少 10.00 分；因此列入 c，未列入 b。",
        "其中“甲市”至多 1 项，名单合计少 10.00 分；因此列入 c，未列入 b。",
    ]
    free = propose_list(FRAME, settings, GROUPS, places=2, tie_figures={}, method="mean")
    assert (free.notes, price_notes(free.selection.prices)) == ((), ())
