"""Experts entered twice and experts who share a name."""

from __future__ import annotations

from reviewers.duplicates import PoolQuestion, find_duplicates
from reviewers.people import Employment, Expert, Unit


def expert(who: str, name: str, unit: str, past: str = "") -> Expert:
    posts = (Employment(Unit(past), 2010, 2020),) if past else ()
    return Expert(who, name, units=(Unit(unit),) if unit else (), employments=posts)


def asked(*pool: Expert) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.kind, question.experts) for question in find_duplicates(pool)]


def test_same_name_and_unit_spelled_differently_is_a_duplicate() -> None:
    assert asked(expert("e1", "王 伟", "内蒙古农业大学"), expert("e2", "王伟", "内蒙古农大（盖章）")) == [
        ("duplicate", ("e1", "e2"))
    ]


def test_department_and_university_of_one_name_is_a_duplicate() -> None:
    assert asked(expert("e1", "王伟", "内蒙古大学计算机学院"), expert("e2", "王伟", "内蒙古大学")) == [
        ("duplicate", ("e1", "e2"))
    ]


def test_earlier_post_at_the_other_unit_means_moved() -> None:
    pool = (expert("e1", "王伟", "宁夏大学", past="内蒙古大学"), expert("e2", "王伟", "内蒙古大学"))
    assert asked(*pool) == [("moved", ("e1", "e2"))]


def test_same_name_alone_is_a_homonym_to_confirm() -> None:
    question = PoolQuestion("homonym", ("e1", "e2"), {"count": "2", "name": "王伟", "units": "宁夏大学、内蒙古大学"})
    assert find_duplicates([expert("e1", "王伟", "宁夏大学"), expert("e2", "王伟", "内蒙古大学")]) == (question,)


def test_three_namesakes_are_sorted_into_one_question_of_each_kind() -> None:
    pool = (expert("e1", "王伟", "内蒙古大学"), expert("e2", "王伟", "内蒙古大学"), expert("e3", "王伟", "宁夏大学"))
    assert asked(*pool) == [("duplicate", ("e1", "e2")), ("homonym", ("e1", "e2", "e3"))]


def test_same_sound_in_one_unit_may_be_a_slip() -> None:
    pool = (expert("e1", "王玮", "内蒙古大学"), expert("e2", "王伟", "内蒙古大学"), expert("e3", "王炜", "宁夏大学"))
    assert asked(*pool) == [("similar_name", ("e1", "e2"))]  # 王玮 and 王伟 are both wang2 wei3


def test_different_names_and_units_ask_nothing() -> None:
    assert asked(expert("e1", "王伟", "内蒙古大学"), expert("e2", "李娜", "内蒙古大学")) == []


def test_settled_group_is_not_asked_again() -> None:
    pool = [expert("e1", "王伟", "宁夏大学"), expert("e2", "王伟", "内蒙古大学")]
    assert find_duplicates(pool, settled=[frozenset({"e1", "e2", "e9"})]) == ()


def test_experts_without_unit_are_homonyms() -> None:
    assert asked(expert("e1", "王伟", ""), expert("e2", "王伟", "")) == [("homonym", ("e1", "e2"))]
