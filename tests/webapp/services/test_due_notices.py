"""What the calendar demands is told to those who act, once, whenever and however often somebody looks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from webapp.database import transaction
from webapp.errors import ProblemsFound
from webapp.models import Account, Notice, Publicity, Round
from webapp.permissions import Actor, Role
from webapp.services.due_notices import due_notices, working_days_before
from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster
from webapp.services.notice_kinds import KINDS, LANGUAGES, Wording
from webapp.services.notice_wording import filled
from webapp.services.picture_registry import picture_registry
from webapp.services.picture_round import picture_round
from webapp.services.word_notice import word_notice
from webapp.services.write_notice import write_notice, write_notices

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LAST_YEAR = (date(2026, 6, 3), date(2026, 6, 4))
DEPARTMENT = Actor(Role.DEPARTMENT, None)
KNOWN = KnownCluster("nm-2023", "甲旗乳制品产业集群", "包头市", date(2024, 6, 3), "甲旗", "甲旗管委会", "乳制品", "")


@pytest.fixture
def staff(backend: Backend) -> Iterator[Engine]:
    """The accounts of staff and nothing else."""
    engine = backend.copy("staff")
    yield engine
    engine.dispose()


@pytest.fixture
def recognised(staff: Engine) -> Engine:
    """A cluster recognised on 3 June 2024 in Inner Mongolia, and the accounts of staff."""
    with transaction(staff) as session:
        enter_known_cluster(
            session, actor=DEPARTMENT, known=KNOWN, today=date(2024, 6, 4), now=NOW, operator_account_id=None
        )
    return staff


def kinds_on(engine: Engine, day: date) -> set[tuple[str, str]]:
    """Return what is to be told by a day of the one cluster, with its key."""
    with Session(engine) as session:
        return {(one.kind, str(one.key)) for one in due_notices(session, today=day)}


def test_late_report_is_told_the_day_after_its_deadline(recognised: Engine) -> None:
    # NM 12: the report on 2024 is due by 10 March 2025.
    on_the_day, day_after = kinds_on(recognised, date(2025, 3, 10)), kinds_on(recognised, date(2025, 3, 11))
    assert (on_the_day, day_after) == (
        {("annual_report", "annual_report:1:2025-03-10")},
        {("annual_report_late", "annual_report_late:1:2025-03-10")},
    )


def test_looking_twice_tells_everybody_once(recognised: Engine) -> None:
    n_written = []
    for day in (date(2025, 3, 11), date(2025, 3, 11), date(2025, 3, 12)):
        with transaction(recognised) as session:
            n_written.append(write_notices(session, due_notices(session, today=day), now=NOW))
    with Session(recognised) as session:
        roles = session.scalars(select(Account.role).join(Notice, Notice.account_id == Account.id)).all()
    # No account operates the cluster: its city and, as it is late, the department are told.
    assert (n_written, sorted(roles)) == ([2, 0, 0], ["city_bureau", "department"])


def test_validity_is_recalled_through_its_last_year(recognised: Engine) -> None:
    # Three years from 3 June 2024 end on 3 June 2027; the last year begins on 4 June 2026.
    told = [("re_review" in {kind for kind, _key in kinds_on(recognised, day)}) for day in LAST_YEAR]
    assert told == [False, True]


def test_publicity_is_recalled_two_working_days_before_its_end(published: Engine) -> None:
    with Session(published) as session:
        last_day = session.scalars(select(Publicity.last_day)).one()
    first = working_days_before(last_day)
    told = [
        any(kind == "publicity_ending" for kind, _key in kinds_on(published, day))
        for day in (
            date.fromordinal(first.toordinal() - 1),
            first,
            last_day,
            date.fromordinal(last_day.toordinal() + 1),
        )
    ]
    assert told == [False, True, True, False]


def test_two_working_days_before_a_monday_is_thursday() -> None:
    # 20 April 2026 is a Monday without a holiday near it.
    assert working_days_before(date(2026, 4, 20)) == date(2026, 4, 16)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled_from_its_places(kind: str, language: str) -> None:
    text = filled(KINDS[kind].texts[language], KINDS[kind].places)
    assert ("{" in text.subject + text.body, len(text.body) > 0) == (False, True)


@pytest.mark.parametrize(
    ("body", "code"),
    [("{round} {nobody}", "unknown-place"), ("{round.__class__}", "unknown-place"), ("{round", "bad-braces")],
)
def test_wording_with_places_nobody_fills_is_refused(staff: Engine, body: str, code: str) -> None:
    with pytest.raises(ProblemsFound) as refused, transaction(staff) as session:
        word_notice(
            session,
            actor=DEPARTMENT,
            kind="expert_reminder",
            language="zh",
            text=Wording("催办", body),
            now=NOW,
        )
    assert [one.code for one in refused.value.problems] == [code]


def test_own_wording_is_used_until_it_is_emptied(staff: Engine) -> None:
    texts = []
    for wording in (Wording("催办", "请抓紧，{until} 前完成。"), Wording("", "")):
        with transaction(staff) as session:
            word_notice(session, actor=DEPARTMENT, kind="expert_reminder", language="zh", text=wording, now=NOW)
            told = {"round": "甲", "n": 2, "until": "4 月 10 日"}
            write_notice(session, kind="expert_reminder", to={1}, values=told, now=NOW)
            texts.append(session.scalars(select(Notice.text).order_by(Notice.id.desc())).first())
    assert texts == ["请抓紧，4 月 10 日 前完成。", "《甲》还有 2 份评审未提交，请于 4 月 10 日 前完成。"]


def test_picture_of_the_registry_counts_by_region(recognised: Engine) -> None:
    with Session(recognised) as session:
        picture = picture_registry(session, actor=DEPARTMENT, today=date(2025, 1, 2))
    lines = [
        (chart.title, [(one.label, int(one.first), int(one.second)) for one in chart.lines]) for chart in picture.charts
    ]
    assert lines == [
        ("按地区", [("包头市", 1, 1)]),
        ("按主导产业", [("乳制品", 1, 1)]),
        ("按认定年份", [("2024", 1, 1)]),
    ]


def test_picture_of_a_round_shows_areas_after_the_lock(scoring: Engine, published: Engine) -> None:
    titles = []
    for engine in (scoring, published):
        with Session(engine) as session:
            found = session.scalars(select(Publicity.round_id)).first() or 1
            one = session.get_one(Round, found)
            picture = picture_round(session, actor=DEPARTMENT, found=one, today=date(2026, 4, 1))
            titles.append([chart.title for chart in picture.charts])
    assert titles == [["按地区", "按主导产业"], ["按地区", "按主导产业", "按评价领域（平均得分）"]]
