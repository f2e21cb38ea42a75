"""A pack's conditions are read with every mistake named at its place."""

import pytest

from rubrics.conditions import parse_conditions
from rubrics.declaration_reading import read_declaration
from rubrics.loading import load_pack
from rubrics.screening import screen

AREA = {"value": "basic.area_km2", "at_most": 200}


def stated(predicate: object, **more: object) -> dict[str, object]:
    return {"id": "a", "article": "1", "line": 1, "quote": "面积", "kind": "hard", "predicate": predicate, **more}


def codes(*conditions: object, **more: object) -> list[tuple[str, str]]:
    _, problems = parse_conditions({"conditions": list(conditions), **more}, "c: ")
    return [(problem.path, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("predicate", "problem"),
    [
        ({"at_most": 200}, ("c: conditions[0].predicate", "one_predicate")),
        ({**AREA, "each_year": "a.b"}, ("c: conditions[0].predicate", "one_predicate")),
        ({"value": "a.b"}, ("c: conditions[0].predicate", "one_threshold")),
        ({"value": "a.b", "above": 1, "at_least": 2}, ("c: conditions[0].predicate", "one_threshold")),
        ({"value": "a.b", "above": "5%"}, ("c: conditions[0].predicate.above", "not_a_number")),
        ({**AREA, "at_mots": 1}, ("c: conditions[0].predicate.at_mots", "unknown_key")),
        (
            {"latest_year": "a.b", "at_least": 60, "earlier_year_below": "maybe"},
            ("c: conditions[0].predicate.earlier_year_below", "not_allowed"),
        ),
        ({"any_of": [AREA, {"above": 1}]}, ("c: conditions[0].predicate.any_of[1]", "one_predicate")),
        (
            {"answer": "a.b", "results": {"是": "good"}},
            ("c: conditions[0].predicate.results.是", "not_allowed"),
        ),
        (
            {"cases_of": "a.b", "title": "区域", "cases": {"x": {"value": "a.b"}}},
            ("c: conditions[0].predicate.cases.x", "one_threshold"),
        ),
    ],
)
def test_mistake_in_a_predicate_is_named_at_its_place(predicate: object, problem: tuple[str, str]) -> None:
    assert problem in codes(stated(predicate))


def test_conditions_without_mistakes_have_no_problems() -> None:
    assert codes(stated(AREA), stated(AREA, id="b")) == []


def test_repeated_id_unknown_kind_and_unknown_reading_are_named() -> None:
    found = codes(stated(AREA, readings=["softly"]), stated(AREA, kind="maybe"), readings={"hardly": "难"})
    assert found == [
        ("c: conditions[0].readings", "unknown_reading"),
        ("c: conditions[1].kind", "not_allowed"),
        ("c: conditions[1].id", "duplicate_id"),
    ]


def test_check_of_unknown_sort_is_named() -> None:
    assert codes(stated(AREA, checks=[{"check": "X9"}])) == [("c: conditions[0].checks[0]", "one_check")]


def test_condition_tells_its_fields_thresholds_and_readings() -> None:
    predicate = {"any_of": [AREA, {"value": "innovation.rd_staff_share", "above": 6}]}
    conditions, _ = parse_conditions(
        {"readings": {"softly": "软"}, "conditions": [stated(predicate, readings=["softly"])]}, "c: "
    )
    condition = conditions[0]
    assert condition.fields == ("basic.area_km2", "innovation.rd_staff_share")
    assert condition.thresholds == ("不超过200", "高于6")
    assert [(note.key, note.text) for note in condition.readings] == [("softly", "软")]
    assert condition.statement == predicate


def test_threshold_may_stand_on_a_known_fact() -> None:
    conditions, problems = parse_conditions(
        {"conditions": [stated({"value": "lists.other_titled", "at_least": 3})]}, "c: "
    )
    read = read_declaration(load_pack("nm-2023").form, {"lists": {"other_titled": 2}}, ())
    assert problems == ()
    outcome = conditions[0].predicate.evaluate(read)
    assert (outcome.result, outcome.reason) == ("fail", "“lists.other_titled”为2，不符合“不低于3”。")


def test_reason_shows_none_as_written_and_not_as_zero() -> None:
    findings = screen(load_pack("nm-2023"), {"fields": {"innovation.rd_staff_share": "无"}}).findings
    finding = next(one for one in findings if one.condition == "5.5.f")
    assert (finding.result, finding.observed) == ("fail", "无")
    assert finding.reason == "“集群内研发人员占从业人员比例（%）”为无，不符合“不低于6”。"
