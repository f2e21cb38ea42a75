"""Three years of recognised clusters in both regions, told with a fixed clock on both databases."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.registry_world import noon, recognised
from webapp.database import transaction
from webapp.errors import NotPermitted, Refusal
from webapp.models import ClusterStep
from webapp.permissions import Actor, Role
from webapp.queries import cluster_files
from webapp.services.example.play_registry import play_registry
from webapp.services.judge_report import judge_report
from webapp.services.list_registry import list_registry


@pytest.fixture
def staff(backend: Backend) -> Iterator[Engine]:
    """Accounts for every part and no round."""
    engine = backend.copy("staff")
    yield engine
    engine.dispose()


@pytest.fixture
def session(staff: Engine) -> Iterator[Session]:
    """One transaction in which a story is told."""
    with transaction(staff) as opened:
        yield opened


def test_nm_cluster_reports_changes_and_is_extended_from_the_old_expiry(session: Session) -> None:
    story = recognised(session, "nm-2023", date(2023, 9, 15))
    assert (story.cluster.certificate, story.cluster.expires_on) == ("NM-2023-001", date(2026, 9, 15))
    # 10 March 2024 was a Sunday: handed to the city in time, reported by the city on the Sunday itself.
    assert story.report(story.operator, 2023, date(2024, 3, 8)).result is None
    assert story.report(story.city, 2023, date(2024, 3, 10)).result == "on_time"
    # 10 March 2025 was a Monday; the day after is late.
    assert story.report(story.city, 2024, date(2025, 3, 11)).result == "late"
    filed = story.change("主导产业", date(2024, 9, 7), date(2024, 9, 20))
    story.file(filed, date(2024, 10, 8))
    assert (filed.due_on, filed.result) == (date(2024, 10, 8), "on_time")
    missed = story.change("空间范围", date(2025, 1, 31), date(2025, 4, 1))
    story.file(missed, date(2025, 4, 1))
    # 31 January plus one month is 28 February 2025, a Friday that was worked.
    assert (missed.due_on, missed.result) == (date(2025, 2, 28), "late")
    story.open_re_review(date(2026, 10, 20))
    passed = story.decide_re_review("passed", date(2026, 11, 30))
    assert (passed.old_expiry, passed.new_expiry) == (date(2026, 9, 15), date(2029, 9, 15))
    steps = [(one.step, one.taken_on) for one in cluster_files.file_of(session, story.cluster.id).steps]
    assert steps == [
        ("expire", date(2026, 9, 16)),
        ("open_re_review", date(2026, 10, 20)),
        ("extend", date(2026, 11, 30)),
    ]
    assert story.cluster.state == "recognised"


def test_nm_failed_re_review_becomes_a_revocation_case(session: Session) -> None:
    story = recognised(session, "nm-2023", date(2023, 9, 15))
    story.open_re_review(date(2026, 6, 1))
    story.decide_re_review("failed", date(2026, 8, 1))
    case = cluster_files.file_of(session, story.cluster.id).cases[0]
    assert (story.cluster.state, case.article) == ("revocation_case", "15(1)")
    with pytest.raises(Refusal, match="尚未满足：已听取集群陈述（第15条）"):
        story.decide_case("revoke", date(2026, 8, 2))
    story.state(date(2026, 8, 10))
    story.decide_case("revoke", date(2026, 8, 20))
    assert (story.cluster.state, story.cluster.ended_on) == ("revoked", date(2026, 8, 20))


def test_nx_cluster_lapses_without_application_and_is_not_revoked(session: Session) -> None:
    story = recognised(session, "nx-2023", date(2023, 9, 15))
    assert story.settle(date(2026, 9, 15)) == []
    with pytest.raises(Refusal, match="有效期满未申请复核的已失效，须重新申报。（第14条）"):
        story.apply(date(2026, 9, 16))
    with pytest.raises(Refusal, match="撤销只适用于有效期内；期满未复核的为自然失效，不是撤销。"):
        story.open_case(2, date(2026, 9, 16))
    assert story.settle(date(2026, 9, 20)) == [story.cluster]
    assert (story.cluster.state, story.cluster.ended_on) == ("lapsed", date(2026, 9, 15))
    assert story.settle(date(2026, 9, 21)) == []


def test_nx_application_on_the_last_day_counts_though_forwarded_later(session: Session) -> None:
    story = recognised(session, "nx-2023", date(2023, 9, 15))
    with pytest.raises(Refusal, match="尚未满足：已到复核时间"):
        story.apply(date(2025, 9, 15))
    story.apply(date(2026, 9, 15))
    assert story.settle(date(2026, 9, 18)) == []
    story.forward(date(2026, 9, 18))
    story.decide_re_review("passed", date(2026, 12, 1))
    assert (story.cluster.state, story.cluster.expires_on) == ("recognised", date(2029, 9, 15))


def test_nx_failed_re_review_ends_with_the_old_validity(session: Session) -> None:
    story = recognised(session, "nx-2023", date(2023, 9, 15))
    story.apply(date(2026, 5, 6))
    story.forward(date(2026, 5, 20))
    story.decide_re_review("failed", date(2026, 7, 1))
    assert (story.cluster.state, story.cluster.ended_on) == ("lapsed", date(2026, 9, 15))
    assert cluster_files.file_of(session, story.cluster.id).cases == []


def test_nx_report_on_the_monday_after_a_sunday_is_decided_by_a_person(session: Session) -> None:
    story = recognised(session, "nx-2023", date(2023, 9, 15))
    # 30 March 2025 was a Sunday.
    report = story.report(story.city, 2024, date(2025, 3, 31))
    assert report.result == "needs_decision"
    told = {"cluster": story.cluster, "year": 2024, "now": report.at}
    judge_report(session, actor=story.department, outcome="on_time", reason="顺延至工作日", **told)
    assert report.result == "on_time"


def test_revocation_needs_ground_of_the_region_evidence_and_statement(session: Session) -> None:
    story = recognised(session, "nx-2023", date(2024, 1, 5))
    with pytest.raises(Refusal, match="没有第 6 项撤销情形"):
        story.open_case(6, date(2025, 1, 5))
    with pytest.raises(Refusal, match="尚未满足：已附证据"):
        story.open_case(2, date(2025, 1, 5), evidence=" ")
    # NX 17(1) exists during validity; NM 15(1) only where a re-review failed.
    assert story.open_case(1, date(2025, 1, 5)).article == "17(1)"
    story.state(date(2025, 1, 10))
    story.decide_case("keep", date(2025, 1, 20))
    assert story.cluster.state == "recognised"
    story.open_case(2, date(2025, 2, 5))
    story.state(date(2025, 2, 6))
    story.decide_case("revoke", date(2025, 2, 7))
    assert [one.number for one in cluster_files.file_of(session, story.cluster.id).cases] == [
        "NX-2024-001-C1",
        "NX-2024-001-C2",
    ]
    with pytest.raises(Refusal, match="目前为“已撤销”"):
        story.apply(date(2026, 6, 1))


def test_nm_ground_of_a_failed_re_review_is_no_ground_before_it(session: Session) -> None:
    story = recognised(session, "nm-2023", date(2023, 9, 15))
    with pytest.raises(Refusal, match="须先办理复核"):
        story.open_case(1, date(2024, 5, 1))
    with pytest.raises(Refusal, match="不需要申请（第11条）"):
        story.apply(date(2026, 5, 1))


def test_years_that_are_not_owed_are_refused(session: Session) -> None:
    story = recognised(session, "nm-2023", date(2023, 9, 15))
    with pytest.raises(Refusal, match="不需要报送2022年度"):
        story.report(story.city, 2022, date(2024, 1, 5))
    for beyond in (9999, 10_000, 2**31 - 1):
        with pytest.raises(Refusal, match=f"不需要报送{beyond}年度"):
            story.report(story.city, beyond, date(2024, 1, 5))
    with pytest.raises(Refusal, match="2024年度尚未结束"):
        story.report(story.city, 2024, date(2024, 12, 31))
    with pytest.raises(Refusal, match="收到日期只能由主管部门填写"):
        story.report(story.city, 2023, date(2024, 3, 12), received_on=date(2024, 3, 8))
    assert story.report(story.department, 2023, date(2024, 3, 12), received_on=date(2024, 3, 8)).result == "on_time"


def test_acts_of_the_department_are_refused_to_city_and_operator(session: Session) -> None:
    story = recognised(session, "nm-2023", date(2023, 9, 15))
    story.department = story.city
    with pytest.raises(NotPermitted):
        story.open_re_review(date(2026, 6, 1))
    story.department = story.operator
    with pytest.raises(NotPermitted):
        story.open_case(2, date(2026, 6, 1))
    assert session.query(ClusterStep).count() == 0


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 1, 2), date(2028, 3, 12), date(2028, 12, 31)])
def test_invented_registry_can_be_played_on_any_day(staff: Engine, today: date) -> None:
    with transaction(staff) as opened:
        play_registry(opened, today=today, now=noon(today))
        lines = list_registry(opened, actor=Actor(Role.OBSERVER), today=today)
    assert [one.state for one in lines if one.cluster.pack_id == "nx-2023"] == ["recognised"]
