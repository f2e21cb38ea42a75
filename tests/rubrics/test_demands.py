"""A pack whose conditions read what its form does not hold, or not in that shape, is told so at the place."""

import pytest

from rubrics.conditions import parse_conditions
from rubrics.demands import unmet_demands
from rubrics.loading import load_pack, pack_ids

AREA = {"value": "basic.area_km2", "at_most": 200}
FORM = load_pack("nm-2023").form


def problems(predicate: object, **more: object) -> list[tuple[str, str]]:
    stated = {"id": "a", "article": "1", "line": 1, "quote": "面积", "kind": "hard", "predicate": predicate, **more}
    conditions, found = parse_conditions({"conditions": [stated]}, "conditions.yaml: ")
    assert found == ()
    return [(problem.path, problem.code) for problem in unmet_demands(conditions, FORM)]


@pytest.mark.parametrize("pack", pack_ids())
def test_packs_of_the_product_read_what_their_forms_hold(pack: str) -> None:
    loaded = load_pack(pack)
    assert list(unmet_demands(loaded.conditions, loaded.form)) == []


@pytest.mark.parametrize(
    ("predicate", "code"),
    [
        ({"value": "basic.aera_km2", "at_most": 1}, "unknown_field"),
        ({"value": "plan.goals", "at_most": 1}, "other_shape"),
        ({"each_year": "basic.area_km2", "at_most": 1}, "other_shape"),
        ({"falling": "digital.cloud_share", "equal": "needs_decision"}, "other_shape"),
        ({"listed": "applicant.kind", "title": "企业", "at_least": 1}, "other_shape"),
        ({"answer": "openness.international_ticks", "results": {"是": "pass"}}, "other_shape"),
        ({"stated": "applicant.kind", "title": "记录"}, "other_shape"),
        ({"filled": ["basic.area_km2"], "title": "面积", "none": "missing"}, "other_shape"),
        ({"judged_on": ["city.recommendation"]}, "other_shape"),
        ({"any_of": [AREA, {"stated": "city.approval", "title": "批准"}]}, "unknown_field"),
    ],
)
def test_unfit_field_is_named_at_its_condition(predicate: object, code: str) -> None:
    assert problems(predicate) == [("conditions.yaml: conditions[0].predicate", code)]


def test_unfit_field_of_a_check_is_named_at_the_check() -> None:
    checks = [{"check": "X3", "rising": "digital.software_rising", "says": "是", "spend": "digital.cloud_share"}]
    assert problems(AREA, checks=checks) == [("conditions.yaml: conditions[0].checks[0]", "other_shape")]
