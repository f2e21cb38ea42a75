"""From an announced round into the registry: certificates, re-review rounds, the national list, the pool."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.stories.actors import acting
from tests.stories.registry_world import ClusterStory, recognised
from webapp.database import transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.models import Cluster, Decision, Declaration, Round
from webapp.permissions import Role
from webapp.queries import declarations, national_lists, pool_entries, rounds
from webapp.services.enter_registry import enter_registry
from webapp.services.freeze_round import freeze_round
from webapp.services.keep_pool import PoolCandidate, enter_candidate, leave_pool
from webapp.services.re_review_round import carry_declarations, open_re_review_round
from webapp.services.recommend_nationally import Choice, candidates, recommend_nationally
from webapp.services.report_figures import report_rows
from webapp.services.then_and_now import then_and_now

ANNOUNCED = date(2026, 4, 3)
THEN = datetime(2028, 6, 1, 2, tzinfo=UTC)


def entered(session: Session) -> list[Cluster]:
    """Enter the list of the invented round into the registry."""
    found = rounds.round_by_code(session, "NM-DEMO")
    chosen = select(Decision.declaration_id).where(Decision.round_id == found.id, Decision.is_selected)
    listed = list(session.scalars(select(Declaration).where(Declaration.id.in_(chosen))))
    return enter_registry(
        session,
        actor=acting(session, Role.DEPARTMENT),
        found=found,
        declarations=listed,
        announced_on=ANNOUNCED,
        now=datetime(2026, 4, 3, tzinfo=UTC),
    )


def story_of(session: Session, cluster: Cluster) -> ClusterStory:
    """Tell the story of an entered cluster."""
    people = (acting(session, role) for role in (Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT))
    return ClusterStory(session, cluster, *people)


def test_announced_declarations_become_clusters_with_numbers_and_expiry(published: Engine) -> None:
    with transaction(published) as session:
        clusters = entered(session)
        assert [one.certificate for one in clusters] == [f"NM-2026-{n:03d}" for n in range(1, len(clusters) + 1)]
        assert {one.expires_on for one in clusters} == {date(2029, 4, 3)}
        assert {one.state for one in clusters} == {"recognised"}


def test_re_review_round_takes_the_declaration_along_with_reported_years(published: Engine) -> None:
    with transaction(published) as session:
        cluster = entered(session)[0]
        story = story_of(session, cluster)
        with pytest.raises(Refusal, match="尚未满足：已到复核时间"):
            story.open_re_review(date(2028, 4, 3))
        story.report(story.department, 2026, date(2027, 3, 9))
        story.open_re_review(date(2028, 4, 4))
        found = open_re_review_round(
            session,
            actor=story.department,
            pack_id="nm-2023",
            code="NM-2028-FH",
            title="复核",
            today=date(2028, 6, 1),
            now=THEN,
        )
        with pytest.raises(Refusal, match="请先冻结该轮次的规则"):
            carry_declarations(session, actor=story.department, found=found, now=THEN)
        freeze_round(session, actor=story.department, frozen=found, now=THEN)
        assert carry_declarations(session, actor=story.department, found=found, now=THEN) == 1
        declared = session.scalars(select(Declaration).where(Declaration.id == cluster.declaration_id)).one()
        carried = declarations.declarations_of_round(session, found.id)[0]
        # Declared in 2026 for 2023 to 2025; the new years are 2025, 2026 (reported as 52.30) and 2027.
        last = declared.answers["leading_industry.total_output"][2]
        assert carried.answers["leading_industry.total_output"] == [last, "52.30", None]
        assert carried.answers["plan.goals"] == declared.answers["plan.goals"]
        check_decision_waits_for_the_declaration(story, carried)
        check_announcement_extends(story, found, carried)


def check_decision_waits_for_the_declaration(story: ClusterStory, carried: Declaration) -> None:
    """The outcome waits until the declaration is handed in."""
    with pytest.raises(Refusal, match="尚未提交，不能作出复核结论"):
        story.decide_re_review("passed", date(2028, 7, 1))
    carried.state = "submitted"


def check_announcement_extends(story: ClusterStory, found: Round, carried: Declaration) -> None:
    """An announced re-review round extends from the old expiry and enters nothing anew."""
    told = {"announced_on": date(2028, 9, 1), "now": THEN}
    assert enter_registry(story.session, actor=story.department, found=found, declarations=[carried], **told) == []
    assert (story.cluster.expires_on, story.cluster.n_extensions) == (date(2032, 4, 3), 1)


def test_then_and_now_names_what_was_declared_differently(published: Engine) -> None:
    with transaction(published) as session:
        cluster = entered(session)[0]
        story = story_of(session, cluster)
        again = story.open_re_review(date(2028, 6, 1))
        origin = session.get_one(Declaration, cluster.declaration_id)
        later = Declaration(
            round_id=origin.round_id,
            number="NM-DEMO-900",
            cluster_name=origin.cluster_name,
            answers=origin.answers | {"plan.goals": "再翻一番"},
            context={},
            updated_at=THEN,
        )
        session.add(later)
        session.flush()
        again.declaration_id = later.id
        compared = then_and_now(session, cluster, again)
        assert [(one.key, one.typed) for one in compared.differences] == [("plan.goals", "再翻一番")]
        assert compared.findings[0].then is not None


def test_report_shows_the_declared_year_before_it(published: Engine) -> None:
    with transaction(published) as session:
        cluster = entered(session)[0]
        story_of(session, cluster).report(acting(session, Role.DEPARTMENT), 2026, date(2027, 3, 9))
        row = next(one for one in report_rows(session, cluster, 2026) if one.key == "leading_industry.total_output")
        declared = session.get_one(Declaration, cluster.declaration_id)
        assert (row.previous, row.current) == (declared.answers[row.key][2], "52.30")


def test_national_list_needs_a_reason_where_it_leaves_the_stored_rank(published: Engine) -> None:
    with transaction(published) as session:
        entered(session)
        department, now = acting(session, Role.DEPARTMENT), datetime(2026, 6, 1, tzinfo=UTC)
        told = {"actor": department, "pack_id": "nm-2023", "today": date(2026, 6, 1)}
        ranked = candidates(session, **told)
        first, second = ranked[0], ranked[1]
        assert (first.rank or 0) < (second.rank or 0)
        silent = [Choice(second.cluster.id, 1, "")]
        with pytest.raises(ProblemsFound) as refused:
            recommend_nationally(session, year=2026, choices=silent, now=now, **told)
        assert [one.code for one in refused.value.problems] == ["out-of-rank"]
        choices = [Choice(second.cluster.id, 1, "主导产业更聚焦"), Choice(first.cluster.id, 2, "")]
        recommend_nationally(session, year=2026, choices=choices, now=now, **told)
        listed = national_lists.list_of_year(session, "nm-2023", 2026)
        assert [one.cluster.id for one in listed] == [second.cluster.id, first.cluster.id]


def test_cultivation_pool_exists_in_ningxia_only(published: Engine) -> None:
    with transaction(published) as session:
        department, today, now = acting(session, Role.DEPARTMENT), date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC)
        told = {"actor": department, "today": today, "now": now}
        candidate = PoolCandidate("硅基材料集群", "石嘴山市", reason="成长较快")
        with pytest.raises(Refusal, match="没有设立培育库"):
            enter_candidate(session, pack_id="nm-2023", candidate=candidate, **told)
        entry = enter_candidate(session, pack_id="nx-2023", candidate=candidate, **told)
        leave_pool(session, entry=entry, reason="已申报认定", **told)
        listed = pool_entries.entries_of(session, department, "nx-2023")
        assert [(one.name, one.left_on) for one in listed] == [("硅基材料集群", today)]


def test_certificates_go_on_counting_within_region_and_year(published: Engine) -> None:
    with transaction(published) as session:
        n_entered = len(entered(session))
        assert recognised(session, "nm-2023", date(2026, 9, 1)).cluster.certificate == f"NM-2026-{n_entered + 1:03d}"
        assert recognised(session, "nx-2023", date(2026, 9, 1)).cluster.certificate == "NX-2026-001"
