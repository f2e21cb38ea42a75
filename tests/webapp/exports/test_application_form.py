"""The printed form: what was declared stands in it, reads back alike, and looks like the department's form."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubrics.answers import Answer
from rubrics.form import Field, Form, Section
from rubrics.loading import load_pack
from rubrics.model import Pack
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.application_form import application_form_docx
from webapp.imports.application_form import import_application_form

WRITTEN = st.text("稀土新材料集群产业链（）“”《》、，。：；123456789abcXYZ <>&%=+-@\n", min_size=1, max_size=120)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("nm-2023")


def xml_of(data: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


@pytest.mark.parametrize("region", ["nm-2023", "nx-2023"])
@pytest.mark.parametrize("seed", range(3))
def test_exported_form_reads_back_equal_in_every_cell(region: str, seed: int) -> None:
    pack = load_pack(region)
    answers = sample_answers(pack.form, seed)
    imported = import_application_form(application_form_docx(pack, answers), "申报表.docx", pack.form)
    assert imported.problems == ()
    assert imported.fields == answers


def test_round_trip_covers_all_hundred_fifty_eight_cells(pack: Pack) -> None:
    answers = sample_answers(pack.form, 1)
    n_cells = sum(len(answers[entry.key]) if entry.years > 1 else 1 for entry in pack.form.fields)
    assert n_cells == 158


def test_answers_of_none_and_blanks_survive_the_round_trip(pack: Pack) -> None:
    blank = {entry.key: [None] * 3 if entry.years > 1 else None for entry in pack.form.fields}
    none = {
        entry.key: ["无"] * 3 if entry.years > 1 else [] if entry.kind == "ticks" else "无"
        for entry in pack.form.fields
    } | {"application.report_years": [2021, 2022, 2023]}
    for answers in (blank, none):
        imported = import_application_form(application_form_docx(pack, answers), "申报表.docx", pack.form)
        assert imported.problems == ()
        assert imported.fields == answers


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=WRITTEN)
def test_any_written_text_survives_the_round_trip(pack: Pack, written: str) -> None:
    text = written.strip()
    keys = (
        "leading_industry.supply_risk",
        "plan.results",
        "plan.safeguards",
        "statement.city_opinion",
        "digital.new_mode_text",
    )
    answers = sample_answers(pack.form, 2) | dict.fromkeys(keys, text or None)
    imported = import_application_form(application_form_docx(pack, answers), "申报表.docx", pack.form)
    assert {key: imported.fields.get(key) for key in keys} == dict.fromkeys(keys, text or None)


def test_form_with_other_fields_needs_no_code(pack: Pack) -> None:
    """A region that drops rows and a whole part, and adds rows and a part of its own."""
    shares = Field("digital.ai_share", "人工智能应用企业比例（%）", "digital", "share", "x", "s", 1, unit="%", years=3)
    bank = Field("finance.bank", "合作银行", "finance", "name", "x", "s", 1)
    kept = [e for e in pack.form.fields if e.section != "plan" and not e.key.startswith("innovation.standards_a")]
    kept = [entry for entry in kept if entry.key != "innovation.platforms_other_names"]
    sections = (*(part for part in pack.form.sections if part.key != "plan"), Section("finance", "十、金融支持", 1))
    form = Form((*kept, shares, bank), sections, pack.form.notes)
    answers = sample_answers(form, 3)
    data = application_form_docx(replace(pack, form=form), answers)
    imported = import_application_form(data, "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_form_shows_every_section_label_and_option(pack: Pack) -> None:
    words = "".join(re.sub(r"<[^>]+>", "", xml_of(application_form_docx(pack, {}))).split())
    missing = [section.title for section in pack.form.sections[2:] if section.title.replace(" ", "") not in words]
    missing += [
        f"{entry.key} {o.label}" for entry in pack.form.fields for o in entry.options if f"□{o.label}" not in words
    ]
    missing += [note.text for note in pack.form.notes if "".join(note.text.split()) not in words.replace("&amp;", "&")]
    assert missing == []


def test_form_is_a4_in_the_faces_offices_use(pack: Pack) -> None:
    data = application_form_docx(pack, {})
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    faces = set(re.findall(r'w:eastAsia="([^"]+)"', xml_of(data)))
    assert faces == {"仿宋_GB2312", "黑体", "方正小标宋简体", "宋体"}


def test_ticked_options_show_a_ticked_box(pack: Pack) -> None:
    document = docx.Document(io.BytesIO(application_form_docx(pack, {"green.resource_ticks": [1, 3]})))
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    ticks = next(text for text in texts if "余热余压集中回收" in text)
    assert ticks.split("\n") == [
        "☑余热余压集中回收",
        "□水资源梯级循环利用",
        "☑工业废弃物分类分级利用",
        "（注：勾选需提供佐证材料）",
    ]


def test_region_of_the_pack_stands_on_the_cover() -> None:
    for region, words in (("nm-2023", "内蒙古自治区"), ("nx-2023", "宁夏回族自治区")):
        paragraphs = docx.Document(io.BytesIO(application_form_docx(load_pack(region), {}))).paragraphs
        assert [text for text in (paragraph.text for paragraph in paragraphs) if text][:2] == [
            words,
            "中小企业特色产业集群申报表",
        ]


def test_same_answers_give_the_same_document_text(pack: Pack) -> None:
    answers = sample_answers(pack.form, 5)
    assert xml_of(application_form_docx(pack, answers)) == xml_of(application_form_docx(pack, answers))


def test_form_with_keys_of_its_own_prints_its_years_and_reads_back() -> None:
    """A region whose form shares no yearly row with ours: who fills in the print must see which year a cell is."""
    pack = load_pack("nm-2023")
    sections = (Section("application", "报告年度", 1), Section("cotton", "一、棉纺", 2))
    years = pack.form.field("application.report_years")
    rows = tuple(
        Field(
            f"cotton.row{number}",
            f"棉纺第{number}项（亿元）",
            "cotton",
            "money",
            "附件",
            "x",
            number,
            unit="亿元",
            years=3,
        )
        for number in range(1, 4)
    )
    land = Field("cotton.land", "占地面积（公顷）", "cotton", "number", "附件", "x", 9, unit="公顷")
    form = Form(sections=sections, notes=(), fields=(years, land, *rows))
    answers: dict[str, Answer] = {"application.report_years": [2023, 2024, 2025], "cotton.land": "30.50"}
    answers |= {entry.key: ["1.00", "无", "3"] for entry in rows}
    imported = import_application_form(application_form_docx(replace(pack, form=form), answers), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)
