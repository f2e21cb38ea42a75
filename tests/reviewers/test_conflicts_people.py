"""People on forms, homonyms and ties: a name alone is a question, a name with evidence is a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from reviewers.conflicts import find_conflicts
from reviewers.findings import SettledIdentity
from reviewers.people import DeclarationFacts, Employment, Expert, InvolvedPerson, InvolvedUnit, Tie, Unit

TODAY = date(2026, 11, 22)
BAOGANG = Unit("包头钢铁（集团）有限责任公司", aliases=("包钢集团",))


def expert(name: str = "王伟", unit: str = "内蒙古大学", past: str = "", who: str = "e1") -> Expert:
    posts = (Employment(Unit(past), 2001, 2005),) if past else ()
    return Expert(who, name, units=(Unit(unit),) if unit else (), employments=posts)


def form(*people: InvolvedPerson, units: Sequence[Unit] = (BAOGANG,)) -> DeclarationFacts:
    return DeclarationFacts("d1", units=tuple(InvolvedUnit(unit) for unit in units), people=people)


def verdicts(
    *experts: Expert, on: DeclarationFacts, ties: Sequence[Tie] = (), settled: Sequence[SettledIdentity] = ()
) -> list[tuple[str, str, str]]:
    found = find_conflicts(experts, [on], ties=ties, settled=settled, today=TODAY)
    return [(finding.expert, finding.rule, finding.certainty) for finding in found]


@pytest.mark.parametrize(
    ("mine", "past", "on_form", "expected"),
    [
        ("内蒙古大学", "", InvolvedPerson("王伟", "contact", "内蒙古大学"), "certain"),
        ("内蒙古大学", "", InvolvedPerson("王 伟", "contact", "内蒙古大学计算机学院"), "certain"),
        ("内蒙古大学", "", InvolvedPerson("王伟（主任）", "named", "内蒙古大学"), "certain"),
        ("内蒙古大学", "", InvolvedPerson("王偉", "contact", "單位：內蒙古大學（退休返聘）"), "certain"),
        ("内蒙古大学", "", InvolvedPerson("组长：李强、王伟等6人", "named", "内蒙古大学"), "certain"),
        ("内蒙古大学", "", InvolvedPerson("王伟", "contact", "内蒙古工业大学"), "ask"),
        ("内蒙古大学", "", InvolvedPerson("王伟", "contact"), "ask"),
        ("", "", InvolvedPerson("王伟", "contact", "包头市工信局"), "ask"),
        ("内蒙古大学", "包钢集团", InvolvedPerson("王伟", "contact"), "certain"),  # worked at the operator long ago
        ("内蒙古大学", "包头市工信局", InvolvedPerson("王伟", "leader", "包头市工业和信息化局"), "certain"),
    ],
)
def test_same_name_needs_a_related_unit(mine: str, past: str, on_form: InvolvedPerson, expected: str) -> None:
    assert verdicts(expert(unit=mine, past=past), on=form(on_form)) == [("e1", "named_on_form", expected)]


def test_different_name_finds_nothing() -> None:
    assert verdicts(expert("王伟"), on=form(InvolvedPerson("王炜", "contact", "内蒙古大学"))) == []


def test_author_of_the_plan_is_its_own_rule() -> None:
    written = form(InvolvedPerson("王伟", "plan_author", "内蒙古大学"))
    assert verdicts(expert(), on=written) == [("e1", "plan_author", "certain")]


def test_two_homonyms_are_told_apart_by_unit() -> None:
    pool = [expert(unit="内蒙古大学", who="e1"), expert(unit="宁夏大学", who="e2")]
    found = verdicts(*pool, on=form(InvolvedPerson("王伟", "contact", "宁夏大学")))
    assert found == [("e1", "named_on_form", "ask"), ("e2", "named_on_form", "certain")]


def test_answered_question_is_not_asked_again() -> None:
    same = form(InvolvedPerson("王伟", "contact", "包头市工信局"))
    answers = [
        verdicts(expert(), on=same, settled=[SettledIdentity("e1", "d1", "王伟", same=s)]) for s in (True, False)
    ]
    assert answers == [[("e1", "named_on_form", "certain")], []]


def test_mongolian_names_match_without_their_dot() -> None:
    found = verdicts(expert("阿拉坦·乌拉"), on=form(InvolvedPerson("阿拉坦乌拉", "contact", "内蒙古大学")))
    assert found == [("e1", "named_on_form", "certain")]


@pytest.mark.parametrize("ends", [("e1", "李娜"), ("李娜", "e1"), ("王伟", "李娜"), ("李娜", "王 伟")])
def test_tie_is_read_in_both_directions_by_id_or_name(ends: tuple[str, str]) -> None:
    found = verdicts(expert(), on=form(InvolvedPerson("李娜", "contact")), ties=[Tie(*ends, "co_work", "共同课题")])
    assert found == [("e1", "tie", "certain")]


def test_tie_to_namesake_elsewhere_is_a_question() -> None:
    tie = Tie("e1", "李娜", "family", "夫妻", unit_b="银川市工信局")
    assert verdicts(expert(), on=form(InvolvedPerson("李娜", "contact", "包钢集团")), ties=[tie]) == [
        ("e1", "tie", "ask")
    ]


def test_tie_with_agreeing_unit_is_certain() -> None:
    tie = Tie("e1", "李娜", "teacher_student", "博士导师", unit_b="包钢集团")
    on_form = form(InvolvedPerson("李娜", "contact", "包头钢铁(集团)有限责任公司"))
    assert verdicts(expert(), on=on_form, ties=[tie]) == [("e1", "tie", "certain")]


def test_relative_working_at_the_operator_is_a_conflict() -> None:
    tie = Tie("e1", "李娜", "family", "夫妻", unit_b="包钢集团")
    found = find_conflicts([expert()], [form()], ties=[tie], today=TODAY)
    assert [finding.evidence for finding in found] == [
        "专家的亲属「李娜」（夫妻）在申报材料中的集群运营管理机构「包头钢铁（集团）有限责任公司」工作"
    ]


def test_colleague_working_at_the_operator_is_none() -> None:
    assert verdicts(expert(), on=form(), ties=[Tie("e1", "李娜", "co_work", unit_b="包钢集团")]) == []


def test_tie_of_one_of_two_homonyms_is_asked_of_both() -> None:
    pool = [expert(unit="内蒙古大学", who="e1"), expert(unit="宁夏大学", who="e2")]
    found = verdicts(*pool, on=form(InvolvedPerson("李娜", "contact")), ties=[Tie("王伟", "李娜", "family")])
    assert found == [("e1", "tie", "ask"), ("e2", "tie", "ask")]


def test_tie_with_unit_picks_the_right_homonym() -> None:
    pool = [expert(unit="内蒙古大学", who="e1"), expert(unit="宁夏大学", who="e2")]
    tie = Tie("王伟", "李娜", "family", unit_a="宁夏大学")
    assert verdicts(*pool, on=form(InvolvedPerson("李娜", "contact")), ties=[tie]) == [("e2", "tie", "certain")]


def test_tie_between_two_experts_says_nothing_of_forms() -> None:
    pool = [expert("王伟", who="e1"), expert("李娜", "宁夏大学", who="e2")]
    assert verdicts(*pool, on=form(), ties=[Tie("e1", "e2", "family")]) == []
