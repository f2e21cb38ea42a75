"""Whom an applicant's free words may mean, and what one person's entries become together."""

import pytest

from reviewers.merging import merged_expert
from reviewers.people import Employment, Expert, Region, Unit
from reviewers.recusal_matching import match_request

POOL = [
    Expert("e1", "王伟", (Unit("内蒙古大学", aliases=("内大",)),)),
    Expert("e2", "王伟", (Unit("包头师范学院"),)),
    Expert("e3", "单田方", (Unit("包头稀土研究院", parents=("北方稀土集团",)),)),
    Expert("e4", "张三", (Unit("某研究所（虚构）"),)),
]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("王伟", [("e1", False), ("e2", False)]),
        ("内大的王伟", [("e1", True), ("e2", False)]),
        ("王伟（包头师范学院）", [("e2", True), ("e1", False)]),
        ("包头稀土研究院", [("e3", False)]),
        ("北方稀土集团 单 田方", [("e3", False)]),
        ("某研究所（虚构）的张三", [("e4", True)]),
        ("某某大学", []),
    ],
)
def test_request_finds_names_and_units_through_other_names(asked: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.expert, one.is_sure) for one in match_request(asked, POOL)] == expected


def test_table_of_units_tells_the_short_name() -> None:
    units = [Unit("包头稀土研究院", aliases=("包稀院",))]
    assert [one.expert for one in match_request("包稀院", POOL, units)] == ["e3"]


def test_merging_keeps_every_unit_post_and_avoided_unit_once() -> None:
    post = Employment(Unit("甲公司"), 2019, 2021)
    first = Expert("e1", "王伟", (Unit("内蒙古大学"),), Region(), employments=(post,), past_load=3)
    second = Expert(
        "e2",
        "王伟",
        (Unit("内蒙古大学(盖章)", parents=("教育厅",)), Unit("乙公司")),
        Region("内蒙古自治区", "呼和浩特市"),
        avoid_units=(Unit("丙公司"),),
        employments=(post,),
        available=False,
        past_load=2,
    )
    kept = merged_expert([first, second])
    assert kept == Expert(
        "e1",
        "王伟",
        (Unit("内蒙古大学", parents=("教育厅",)), Unit("乙公司")),
        Region("内蒙古自治区", "呼和浩特市"),
        avoid_units=(Unit("丙公司"),),
        employments=(post,),
        preferences={},
        available=False,
        past_load=5,
    )
