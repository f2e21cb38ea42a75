"""From the stored ranking to the announcement in both regions, on both databases, with a fixed clock."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.stories.actors import acting
from tests.stories.list_world import (
    MONDAY,
    decide,
    noon,
    object_to,
    published_round,
    ranked_round,
    settle,
    standing,
)
from webapp.database import transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.models import Announcement, Cluster, Declaration, Round
from webapp.permissions import Role
from webapp.queries import lists, panels
from webapp.services.announce_list import announce_list
from webapp.services.check_ledger import check_ledger
from webapp.services.decide_objection import decide_objection
from webapp.services.investigate_objection import investigate_objection
from webapp.services.replace_in_list import replace_in_list
from webapp.services.start_publicity import start_publicity

REGIONS = ("nm-2023", "nx-2023")
NEXT = {"replacement": "next_in_rank"}
# Published Monday 23 March 2026: the period is Tuesday 24 to Monday 30, the first day after it Tuesday 31.
THURSDAY, LAST_DAY, DAY_AFTER = date(2026, 3, 26), date(2026, 3, 30), date(2026, 3, 31)


def announce(session: Session, found: Round, day: date) -> Announcement:
    """Announce on a day."""
    department = acting(session, Role.DEPARTMENT)
    return announce_list(session, actor=department, found=found, announced_on=day, now=noon(day), today=day)


@pytest.mark.parametrize("region", REGIONS)
def test_upheld_objection_replacement_and_announcement_follow_the_rule(
    published: Engine, region: str, tmp_path: Path
) -> None:
    with transaction(published) as session:
        found, positions = published_round(session, region, **NEXT)
        listed = sorted(standing(session, found))
        # Eight places: the ninth by rank stands next.
        ninth = positions[8].declaration.number
        objection = object_to(session, found, listed[0], THURSDAY, tmp_path)
        with pytest.raises(ProblemsFound, match="不能办理"):
            announce(session, found, DAY_AFTER)
        settle(session, found, objection, "upheld", DAY_AFTER)
        department = acting(session, Role.DEPARTMENT)
        own = replace_in_list(
            session,
            actor=department,
            found=found,
            left=listed[0],
            newcomer=ninth,
            reason="",
            published_on=DAY_AFTER,
            now=noon(DAY_AFTER),
        )
        # Tuesday 31 March: Wednesday 1 to Friday 3 April, Qingming on Monday 6, then Tuesday 7 and Wednesday 8.
        assert (str(own.first_day), str(own.last_day)) == ("2026-04-01", "2026-04-08")
        with pytest.raises(ProblemsFound) as caught:
            announce(session, found, date(2026, 4, 8))
        assert {problem.code for problem in caught.value.problems} == {"guard-unmet"}
        announced = announce(session, found, date(2026, 4, 9))
        after = standing(session, found)
        clusters = select(Declaration.number).join(Cluster, Cluster.declaration_id == Declaration.id)
        entered = sorted(session.scalars(clusters.where(Cluster.round_id == found.id)))
    assert str(announced.valid_until) == "2029-04-09"
    assert {number for number, one in after.items() if one == "removed"} == {listed[0]}
    assert {number for number, one in after.items() if one == "recognised"} == {*listed[1:], ninth}
    assert entered == sorted({*listed[1:], ninth})
    with transaction(published) as session:
        assert check_ledger(session) == ()


@pytest.mark.parametrize("region", REGIONS)
def test_announcement_waits_for_the_whole_period(published: Engine, region: str) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, region)
        with pytest.raises(ProblemsFound) as caught:
            announce(session, found, LAST_DAY)
        assert "尚未满足：公示期满" in caught.value.problems[0].message
        with pytest.raises(Refusal, match="不能晚于今天"):
            announce_list(
                session,
                actor=acting(session, Role.DEPARTMENT),
                found=found,
                announced_on=DAY_AFTER,
                now=noon(THURSDAY),
                today=THURSDAY,
            )
        assert announce(session, found, DAY_AFTER).announced_on == DAY_AFTER


def test_each_state_before_publicity_refuses_the_announcement(published: Engine) -> None:
    told = {}
    with transaction(published) as session:
        found = ranked_round(session, "nm-2023")
        for state in ("draft", "declaring", "scoring", "locked", "decided"):
            found.state = state
            with pytest.raises(Refusal) as caught:
                announce(session, found, DAY_AFTER)
            told[state] = caught.value.message
    assert told == {
        "draft": "目前为“填报中”，不能办理“公布名单”。",
        "declaring": "目前为“已推荐至自治区”，不能办理“公布名单”。",
        "scoring": "目前为“专家评审中”，不能办理“公布名单”。",
        "locked": "未经公示，不得公布认定。（第10条）",
        "decided": "未经公示，不得公布认定。（第10条）",
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("scoring", "目前为“专家评审中”，不能办理“门户网站公示”。"),
        ("locked", "须先确定拟认定名单，再公示。（第10条）"),
        ("publicity", "目前为“公示中”，不能办理“门户网站公示”。"),
    ],
)
def test_publicity_starts_only_from_a_decided_list(published: Engine, state: str, told: str) -> None:
    with transaction(published) as session:
        found = ranked_round(session, "nm-2023")
        found.state = state
        with pytest.raises(Refusal) as caught:
            start_publicity(
                session,
                actor=acting(session, Role.DEPARTMENT),
                found=found,
                published_on=MONDAY,
                now=noon(MONDAY),
            )
    assert caught.value.message == told


def test_unlocked_scores_keep_the_list_from_being_decided(published: Engine) -> None:
    with transaction(published) as session:
        found = ranked_round(session, "nm-2023")
        found.state = "scoring"
        with pytest.raises(Refusal, match="评分尚未锁定，不能排序和确定名单。"):
            decide(session, found)


def test_missing_visit_stops_mongolia_and_not_ningxia(published: Engine) -> None:
    with transaction(published) as session:
        for region in REGIONS:
            found, _positions = published_round(session, region)
            for one in lists.entries_of_round(session, found.id):
                one.declaration.context = {**one.declaration.context, "city": {"recommendation": True}}
            session.flush()
            if region == "nx-2023":
                assert announce(session, found, DAY_AFTER)
                continue
            with pytest.raises(ProblemsFound) as caught:
                announce(session, found, DAY_AFTER)
            told = {problem.message for problem in caught.value.problems}
            assert told == {"不能办理“公布名单”，尚未满足：盟市实地核实（第10条）。"}


def test_undecided_finding_stops_the_announcement(published: Engine) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nm-2023")
        one = lists.entries_of_round(session, found.id)[0].declaration
        screening = lists.screenings_of(session, [one.id])[one.id]
        first, *rest = screening.result["findings"]
        screening.result = {**screening.result, "findings": [{**first, "result": "needs_decision"}, *rest]}
        session.flush()
        with pytest.raises(ProblemsFound) as caught:
            announce(session, found, DAY_AFTER)
    assert [problem.where[: len(one.number)] for problem in caught.value.problems] == [one.number]
    assert "待认定事项均已书面认定" in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("name", "proof", "day", "told"),
    [
        ("", True, THURSDAY, ["未署真实姓名或单位名称。"]),
        ("某公司", False, THURSDAY, ["未附证明材料。"]),
        ("某公司", True, DAY_AFTER, ["不在公示期内提出（公示期 2026-03-24 至 2026-03-30）。"]),
        ("某公司", True, LAST_DAY, []),
    ],
)
def test_objection_is_accepted_named_with_evidence_and_in_time(
    published: Engine, tmp_path: Path, name: str, proof: bool, day: date, told: list[str]
) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nm-2023")
        number = min(standing(session, found))
        objection = object_to(session, found, number, day, tmp_path, name=name, proof=proof)
        reasons = [one["template"].format(**one["values"]) for one in objection.refusal]
        assert (reasons, objection.state) == (told, "not_accepted" if told else "received")
        assert lists.objected_ids(session, found.id) == (set() if told else {objection.declaration_id})


def test_expert_of_the_cluster_may_not_investigate(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nm-2023")
        objection = object_to(session, found, min(standing(session, found)), THURSDAY, tmp_path)
        judge = lists.judges_of(session, objection.declaration_id)[0][0].name
        strangers = {one.name for _seat, one in panels.seated_of_round(session, found.id)} - {
            expert.name for expert, _seat in lists.judges_of(session, objection.declaration_id)
        }
        department = acting(session, Role.DEPARTMENT)
        with pytest.raises(ProblemsFound, match="1 处"):
            investigate_objection(
                session,
                actor=department,
                found=found,
                objection=objection,
                investigators=f"甲某、{judge}",
                finding="核对。",
                now=noon(THURSDAY),
            )
        with pytest.raises(Refusal, match="还没有核查"):
            decide_objection(
                session,
                actor=department,
                found=found,
                objection=objection,
                outcome="dismissed",
                answer="不属实",
                decider="张某",
                now=noon(THURSDAY),
            )
        investigate_objection(
            session,
            actor=department,
            found=found,
            objection=objection,
            investigators=min(strangers),
            finding="核对。",
            now=noon(THURSDAY),
        )
        assert objection.state == "investigated"


def test_dismissed_objection_leaves_the_list_as_it_was(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, _positions = published_round(session, "nx-2023")
        before = standing(session, found)
        settle(session, found, object_to(session, found, min(before), THURSDAY, tmp_path), "dismissed", THURSDAY)
        assert standing(session, found) == before
        assert announce(session, found, DAY_AFTER)


def test_nobody_moves_up_where_the_rule_is_none(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, positions = published_round(session, "nm-2023")
        left = min(standing(session, found))
        settle(session, found, object_to(session, found, left, THURSDAY, tmp_path), "upheld", THURSDAY)
        with pytest.raises(Refusal, match="不递补"):
            replace_in_list(
                session,
                actor=acting(session, Role.DEPARTMENT),
                found=found,
                left=left,
                newcomer=positions[8].declaration.number,
                reason="",
                published_on=DAY_AFTER,
                now=noon(DAY_AFTER),
            )
        announce(session, found, DAY_AFTER)
        assert sorted(standing(session, found).values()) == ["recognised"] * 7 + ["removed"]


def test_only_the_next_in_rank_may_move_up(published: Engine, tmp_path: Path) -> None:
    with transaction(published) as session:
        found, positions = published_round(session, "nm-2023", **NEXT)
        left = min(standing(session, found))
        settle(session, found, object_to(session, found, left, THURSDAY, tmp_path), "upheld", THURSDAY)
        with pytest.raises(Refusal, match="名次紧随其后"):
            replace_in_list(
                session,
                actor=acting(session, Role.DEPARTMENT),
                found=found,
                left=left,
                newcomer=positions[9].declaration.number,
                reason="",
                published_on=DAY_AFTER,
                now=noon(DAY_AFTER),
            )
