"""The scoring table: six areas, weights that sum, bands an expert can apply, references that exist."""

from decimal import Decimal

import pytest

from rubrics.loading import load_pack, pack_ids
from rubrics.rubric import AREA_KEYS, Rubric


@pytest.fixture(params=pack_ids())
def rubric(request: pytest.FixtureRequest) -> Rubric:
    return load_pack(request.param).rubric


def test_six_areas_carry_the_proposed_weights(rubric: Rubric) -> None:
    weights = {area.key: area.weight for area in rubric.areas}
    assert weights == dict(zip(AREA_KEYS, map(Decimal, (25, 20, 15, 15, 10, 15)), strict=True))


def test_weights_are_marked_as_our_proposal(rubric: Rubric) -> None:
    assert rubric.proposed
    assert "建议" in rubric.weights_note


def test_thirty_criteria_three_to_six_in_each_area(rubric: Rubric) -> None:
    assert [len(area.criteria) for area in rubric.areas] == [6, 5, 6, 5, 3, 5]


def test_criterion_weights_sum_to_100_in_each_area(rubric: Rubric) -> None:
    assert [sum(criterion.weight for criterion in area.criteria) for area in rubric.areas] == [100] * 6


def test_every_criterion_has_five_described_bands(rubric: Rubric) -> None:
    for criterion in rubric.criteria():
        ends = [(band.lower, band.upper, band.label) for band in criterion.bands]
        assert ends == [
            (Decimal(90), Decimal(100), "优秀"),
            (Decimal(75), Decimal("89.99"), "良好"),
            (Decimal(60), Decimal("74.99"), "一般"),
            (Decimal(40), Decimal("59.99"), "较弱"),
            (Decimal(0), Decimal("39.99"), "差"),
        ]
        texts = [band.text for band in criterion.bands]
        assert len(set(texts)) == 5


def test_every_band_text_is_used_once_in_the_table(rubric: Rubric) -> None:
    best = [band.text for criterion in rubric.criteria() for band in criterion.bands[:3]]
    assert len(best) == len(set(best))


def test_every_criterion_draws_on_declared_fields_and_says_where_to_look(rubric: Rubric) -> None:
    assert [criterion.key for criterion in rubric.criteria() if not (criterion.fields and criterion.guidance)] == []


@pytest.mark.parametrize("region", ["nm-2023", "nx-2023"])
def test_every_basic_condition_is_drawn_on_by_a_criterion(region: str) -> None:
    # Vetoes and the steps of applicant and city are settled by screening, never by points.
    pack = load_pack(region)
    used = {name for criterion in pack.rubric.criteria() for name in criterion.conditions}
    unused = {condition.kind for condition in pack.conditions if condition.id not in used}
    assert unused == {"veto", "subject"}


def test_not_applicable_is_a_policy_and_never_a_score(rubric: Rubric) -> None:
    policies = {one.key: one.not_applicable for one in rubric.criteria() if one.not_applicable != "never"}
    assert policies == {
        "green.resource_use": "redistribute_within_area",
        "openness.trade": "redistribute_within_area",
    }


def test_score_falls_into_the_band_that_holds_it(rubric: Rubric) -> None:
    criterion = rubric.criterion("green.carbon")
    scores = ("100", "90", "89.99", "60", "59.99", "0")
    assert [criterion.band(Decimal(score)).label for score in scores] == ["优秀", "优秀", "良好", "一般", "较弱", "差"]
    with pytest.raises(LookupError):
        criterion.band(Decimal("100.01"))


def test_unknown_criterion_is_an_error(rubric: Rubric) -> None:
    with pytest.raises(KeyError):
        rubric.criterion("green.nothing")


def test_band_texts_name_no_regional_threshold(rubric: Rubric) -> None:
    # The table is inherited from one region by another; thresholds are those of its own conditions.
    texts = [band.text for criterion in rubric.criteria() for band in criterion.bands]
    assert [text for text in texts if "亿元" in text or "平方公里" in text] == []


def test_inherited_areas_take_the_places_of_their_own_measure() -> None:
    places = {
        region: [(area.article, area.source_line) for area in load_pack(region).rubric.areas[1:3]]
        for region in ("nm-2023", "nx-2023")
    }
    assert places == {
        "nm-2023": [("5(5)", 19), ("5(6)", 20)],
        "nx-2023": [("5(2), 11(4)", 16), ("5(3), 11(5)", 17)],
    }
