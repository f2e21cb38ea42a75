"""The form of the two regions: every key, every cell, every printed word in its place."""

import csv
import re
from pathlib import Path

import pytest

from rubrics.form import FORM_TEXT_KINDS, KINDS, OPTION_KINDS, Form
from rubrics.loading import load_pack

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
SEED = SHARED / "seeds" / "000_c47ea3afdbe2e4d8.txt"
REGIONS = ("nm-2023", "nx-2023")


@pytest.fixture(params=REGIONS)
def form(request: pytest.FixtureRequest) -> Form:
    return load_pack(request.param).form


def seed_lines() -> list[str]:
    if not SEED.exists():
        pytest.skip("runs where ../shared/seeds lies beside the checkout")
    return SEED.read_text("utf-8").split("\n")


def bare(text: str) -> str:
    return re.sub(r"[\s（）()：:，、]", "", text)


def test_form_has_every_key_of_the_contract_in_order(form: Form) -> None:
    path = SHARED / "contract" / "form_keys.csv"
    if not path.exists():
        pytest.skip("runs where ../shared/contract lies beside the checkout")
    with path.open(encoding="utf-8") as file:
        expected = [row["key"] for row in csv.DictReader(file)]
    assert [field.key for field in form.fields] == expected


def test_form_has_108_fields_in_158_cells(form: Form) -> None:
    # 24 yearly rows and the row of report years have 3 cells, the other 83 fields one: 25 x 3 + 83 = 158.
    yearly = [field for field in form.fields if field.years == 3]
    cells = list(form.cells())
    assert (len(form.fields), len(yearly), len(cells), len(set(cells))) == (108, 25, 158, 158)


def test_every_field_has_article_source_and_line(form: Form) -> None:
    bare_fields = [field.key for field in form.fields if not (field.article and field.source and field.source_line)]
    assert bare_fields == []


def test_every_kind_of_field_is_known(form: Form) -> None:
    assert {field.kind for field in form.fields} == set(KINDS)


def test_only_ticked_fields_have_options(form: Form) -> None:
    assert {field.kind for field in form.fields if field.options} == OPTION_KINDS
    assert {field.kind for field in form.fields if not field.options} == set(KINDS) - OPTION_KINDS


def test_ticked_fields_have_the_printed_number_of_boxes(form: Form) -> None:
    counts = {field.key: len(field.options) for field in form.fields if field.kind == "ticks"}
    assert counts == {
        "leading_industry.sharing_ticks": 4,
        "leading_industry.quality_ticks": 4,
        "innovation.joint_innovation_ticks": 5,
        "digital.digital_service_ticks": 4,
        "digital.new_mode_ticks": 3,
        "green.resource_ticks": 3,
        "green.green_service_ticks": 5,
        "openness.international_ticks": 5,
        "governance.platform_ticks": 3,
        "governance.service_ticks": 7,
        "governance.governance_ticks": 3,
    }


def test_thirteen_texts_are_limited_to_200_characters(form: Form) -> None:
    assert [field.max_chars for field in form.fields if field.max_chars is not None] == [200] * 13


def test_the_plan_alone_is_limited_to_3000_characters(form: Form) -> None:
    assert [(section.key, section.max_chars) for section in form.sections if section.max_chars] == [("plan", 3000)]


def test_eighteen_attachments_are_asked_for(form: Form) -> None:
    groups = {field.evidence_group or field.key for field in form.fields if field.evidence}
    assert len(groups) == 18


def test_eight_filling_rules_stand_word_for_word(form: Form) -> None:
    lines = seed_lines()
    assert [note.number for note in form.notes] == list(range(1, 9))
    for note in form.notes:
        assert lines[note.source_line - 1].strip().split(".", 1)[1].strip() == note.text


def test_printed_label_stands_on_its_line_of_the_seed() -> None:
    # Two labels are joined from two printed lines (the county beside the city, the number of platforms).
    lines = seed_lines()
    joined = {"cover.county", "innovation.platforms_national", "innovation.platforms_provincial"}
    joined |= {"innovation.platforms_other", "plan.results"}
    for field in load_pack("nm-2023").form.fields:
        printed, label = bare(lines[field.source_line - 1]), bare(field.label)
        assert field.key in joined or (printed and (label in printed or printed in label)), field.key


def test_printed_options_guidance_and_evidence_stand_in_the_seed(form: Form) -> None:
    text = bare("".join(seed_lines()))
    for field in form.fields:
        for printed in (*(option.label for option in field.options), field.guidance, field.evidence or ""):
            assert bare(printed) in text, (field.key, printed)


def test_defects_of_the_printed_form_are_noted(form: Form) -> None:
    noted = {field.key for field in form.fields if any("印作" in note or "方框" in note for note in field.notes)}
    assert noted >= {
        "application.report_years",
        "green.solid_waste_above_avg",
        "green.water_reuse_above_avg",
        "digital.new_mode_ticks",
        "plan.problems",
    }


def test_ningxia_form_differs_only_in_place_and_words_of_the_region() -> None:
    mongolian, ningxia = (load_pack(region).form for region in REGIONS)
    relabelled = {
        ours.key: ours.label
        for ours, theirs in zip(ningxia.fields, mongolian.fields, strict=True)
        if ours.label != theirs.label
    }
    assert relabelled == {
        "cover.city": "所属地区：市",
        "cover.county": "所属地区：县（市、区）",
        "statement.city_opinion": "市级中小企业主管部门推荐意见",
    }
    assert {field.article for field in ningxia.fields} == {"13(2)"}
    assert [field.kind for field in ningxia.fields] == [field.kind for field in mongolian.fields]


def test_texts_names_phones_dates_and_seals_are_form_texts(form: Form) -> None:
    assert {field.kind for field in form.fields if field.form_text} == FORM_TEXT_KINDS


def test_option_number_that_is_not_printed_is_an_error(form: Form) -> None:
    field = form.field("basic.industry_sector")
    assert field.option(2).label == "第二产业"
    with pytest.raises(LookupError):
        field.option(4)
