"""A form filled by a person is read with every answer and every tick, whichever program and habit made them."""

from collections.abc import Callable

import pytest

from rubrics.form import Form
from rubrics.loading import load_pack
from tests.webapp.imports.office_files import document_bytes, workbook_bytes
from tests.webapp.imports.printed_form import Box, PrintedForm, cell, par, plain_box, row, run, table, text
from tests.webapp.imports.sample_answers import sample_answers
from webapp.imports.application_form import import_application_form
from webapp.imports.refusal import RefusedFileError


@pytest.fixture(scope="module")
def form() -> Form:
    return load_pack("nm-2023").form


def symbol_run(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def symbols(font: str, ticked: str, empty: str) -> Box:
    return lambda label, is_ticked: symbol_run(font, ticked if is_ticked else empty) + run(label)


def characters(ticked: str, empty: str) -> Box:
    return lambda label, is_ticked: run((ticked if is_ticked else empty) + label)


def content_control(label: str, is_ticked: bool) -> str:
    glyph = "☒" if is_ticked else "☐"
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(is_ticked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(glyph, 'MS Gothic')}</w:sdtContent></w:sdt>{run(label)}"
    )


def old_form_field(label: str, is_ticked: bool) -> str:
    checked = f'<w:checked w:val="{int(is_ticked)}"/>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{checked}</w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(label)}'
    )


def typed_in_wingdings(label: str, is_ticked: bool) -> str:
    return run("þ" if is_ticked else "o", "Wingdings") + run(label)


def in_segoe(label: str, is_ticked: bool) -> str:
    return run("☑" if is_ticked else "☐", "Segoe UI Symbol") + run(label)


WAYS_TO_TICK: dict[str, Box] = {
    "text box ☑": plain_box,
    "crossed box ☒": characters("☒", "☐"),
    "filled box ■": characters("■", "□"),
    "√ in place of the box": characters("√", "□"),
    "√ between box and words": characters("□√", "□"),
    "√ before the box": characters("√□", "□"),
    "box behind the words": lambda label, is_ticked: run(label + ("☑" if is_ticked else "□") + "  "),
    "✔ and a space": characters("✔ ", "□ "),
    "√ behind the words": lambda label, is_ticked: run("□" + label + ("√" if is_ticked else "")),
    "√ behind the words and a space": lambda label, is_ticked: run("□" + label + (" √" if is_ticked else "") + "    "),
    "Wingdings FE and A8": symbols("Wingdings", "F0FE", "F0A8"),
    "Wingdings FE and 6F": symbols("Wingdings", "F0FE", "F06F"),
    "Wingdings without the private page": symbols("Wingdings", "00FE", "00A8"),
    "Wingdings 2 52 and A3": symbols("Wingdings 2", "F052", "F0A3"),
    "private characters in the text": characters("\uf0fe", "\uf0a8"),
    "letters in the Wingdings font": typed_in_wingdings,
    "ordinary characters in a font called symbol": in_segoe,
    "content control": content_control,
    "old form field": old_form_field,
}


@pytest.mark.parametrize("way", WAYS_TO_TICK)
def test_form_is_read_with_every_answer_and_tick(form: Form, way: str) -> None:
    answers = sample_answers(form, 7)
    imported = import_application_form(PrintedForm(form, answers, WAYS_TO_TICK[way]).document(), "申报表.docx", form)
    assert imported.problems == ()
    assert imported.fields == answers


@pytest.mark.parametrize("seed", range(6))
def test_any_answers_are_read_from_the_printed_form(form: Form, seed: int) -> None:
    answers = sample_answers(form, seed)
    imported = import_application_form(PrintedForm(form, answers).document(), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_source_is_the_name_of_the_file(form: Form) -> None:
    imported = import_application_form(PrintedForm(form, sample_answers(form, 1)).document(), "包头申报表.docx", form)
    assert imported.source == "包头申报表.docx"


def changed(form: Form, change: Callable[[str], str]) -> tuple[dict[str, object], dict[str, object]]:
    """Return the answers written and those read after a change to the document's markup that must not matter."""
    answers = sample_answers(form, 3)
    body = PrintedForm(form, answers).body()
    altered = change(body)
    assert altered != body
    imported = import_application_form(document_bytes(altered), "申报表.docx", form)
    assert imported.problems == ()
    return answers, imported.fields


def test_deletions_are_left_out_and_insertions_accepted(form: Form) -> None:
    answers = sample_answers(form, 3)
    body = PrintedForm(form, answers).body()
    pieces = body.split("<w:p><w:r>")
    tracked = ('<w:p><w:del w:id="1"><w:r><w:delText>旧稿</w:delText></w:r></w:del><w:ins w:id="2"><w:r>').join(pieces)
    tracked = tracked.replace("</w:r></w:p>", "</w:r></w:ins></w:p>")
    imported = import_application_form(document_bytes(tracked), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_deleted_rows_are_not_there(form: Form) -> None:
    deleted = (
        '<w:tr><w:trPr><w:del w:id="9"/></w:trPr>'
        + cell(text("集群占地面积（平方公里）"))
        + cell(text("1.00"))
        + "</w:tr>"
    )
    title = text("一、基本情况") + "<w:tbl>"
    answers, fields = changed(form, lambda body: body.replace(title, title + deleted))
    assert fields == answers


def test_cells_wrapped_in_content_controls_keep_their_column(form: Form) -> None:
    def wrap(body: str) -> str:
        return body.replace("<w:tc>", "<w:sdt><w:sdtPr/><w:sdtContent><w:tc>").replace(
            "</w:tc>", "</w:tc></w:sdtContent></w:sdt>"
        )

    answers, fields = changed(form, wrap)
    assert fields == answers


def test_nested_tables_are_read_in_their_place(form: Form) -> None:
    """The matrix of standards pasted as a table inside one cell, and a figure in a table of its own."""

    def nest(body: str) -> str:
        printed = PrintedForm(form, sample_answers(form, 3))
        matrix = "".join(printed.standards())
        inside = row(cell(text("标准情况")), cell(table(printed.years("年度"), *printed.standards()), 9))
        return body.replace(matrix, inside)

    answers, fields = changed(form, nest)
    assert fields == answers


def test_width_space_and_punctuation_of_labels_do_not_matter(form: Form) -> None:
    def retype(body: str) -> str:
        return (
            body.replace("集群占地面积（平方公里）", "集 群 占地面积(平方公里)：")
            .replace("集群总产值（亿元）", "集群总产值(亿元)")
            .replace("专精特新“小巨人”企业数量", '专精特新"小巨人"企业数量')
            .replace("企业上云比例（%）", "企业上云比例（％）")
            .replace("一、基本情况", "一. 基本情况")
            .replace("五、绿色化转型情况", "五、绿色低碳转型情况")
            .replace("其中：集群中小企业数量", "其中:集群中小企业数量")
        )

    answers, fields = changed(form, retype)
    assert fields == answers


def test_full_width_digits_units_and_separators_are_understood(form: Form) -> None:
    answers = sample_answers(form, 3) | {"basic.area_km2": "80.00", "innovation.sme_employees": "12345"}
    body = PrintedForm(form, answers).body()
    body = body.replace(">80.00<", ">８０．００平方公里<").replace(">12345<", ">12,345 人<")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_years_printed_newest_first_are_turned_round(form: Form) -> None:
    answers = sample_answers(form, 3)
    turned = {
        key: value[::-1] if isinstance(value, list) and form.field(key).years == 3 else value
        for key, value in answers.items()
    }
    imported = import_application_form(PrintedForm(form, turned).document(), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_years_that_differ_between_tables_are_reported(form: Form) -> None:
    body = PrintedForm(form, sample_answers(form, 3)).body().replace("> 2021  年<", "> 2020  年<", 1)
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [problem.code for problem in imported.problems] == ["form.years_differ"]
    assert imported.problems[0].message == (
        "各表表头的年度不一致：2020、2022、2023；2021、2022、2023。请统一为同样的三个年度。"
    )


def test_every_wrong_cell_is_reported_with_its_place(form: Form) -> None:
    answers = sample_answers(form, 3) | {"basic.area_km2": "80.00", "digital.cloud_share": "55.00"}
    body = PrintedForm(form, answers).body()
    body = body.replace(">80.00<", ">约八十<").replace(">55.00<", ">155.00<")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    found = [(problem.sheet, problem.cell, problem.field, problem.code) for problem in imported.problems]
    assert found == [
        ("表1", "第 6 行第 2 格", "basic.area_km2", "not_a_number"),
        ("表4", "第 1 行第 2 格", "digital.cloud_share", "share_out_of_range"),
    ]
    assert set(imported.fields) == set(answers) - {"basic.area_km2", "digital.cloud_share"}


def test_two_ticks_where_one_is_allowed_are_reported(form: Form) -> None:
    answers = sample_answers(form, 3)
    body = PrintedForm(form, answers).body().replace("□第", "☑第")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [problem.message for problem in imported.problems] == [
        "“主导产业所属产业类型”只能勾选一项，现勾选了：第一产业、第二产业、第三产业。请只保留一项。"
    ]


def test_removed_row_is_reported_as_not_found(form: Form) -> None:
    printed = PrintedForm(form, sample_answers(form, 3))
    body = printed.body().replace(printed.single("leading_industry.average_growth"), "")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [(problem.field, problem.code) for problem in imported.problems] == [
        ("leading_industry.average_growth", "form.field_not_found")
    ]


def test_hidden_text_and_untouched_placeholders_are_no_answers(form: Form) -> None:
    answers = sample_answers(form, 3) | {"basic.area_km2": "80.00"}
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
    placeholder = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    )
    body = PrintedForm(form, answers).body().replace(run("80.00"), hidden + placeholder)
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert imported.fields == answers | {"basic.area_km2": None}


@pytest.mark.parametrize(
    "data", [document_bytes(par(run("关于开展申报工作的通知"))), document_bytes(table(row(cell(""))))]
)
def test_document_that_is_no_form_is_refused(form: Form, data: bytes) -> None:
    with pytest.raises(RefusedFileError) as caught:
        import_application_form(data, "通知.docx", form)
    assert caught.value.code == "word.not_the_form"


def test_workbook_and_unknown_ending_are_refused_as_forms(form: Form) -> None:
    with pytest.raises(RefusedFileError) as caught:
        import_application_form(workbook_bytes("<row/>"), "申报表.docx", form)
    assert caught.value.code == "file.wrong_kind"
    with pytest.raises(RefusedFileError) as caught:
        import_application_form(b"", "申报表.pdf", form)
    assert caught.value.code == "file.unknown_ending"


def test_one_answer_of_none_across_three_years_holds_for_all(form: Form) -> None:
    answers = sample_answers(form, 3) | {"leading_industry.champions": ["无", "无", "无"]}
    printed = PrintedForm(form, answers)
    merged = row(cell(text("制造业单项冠军企业数量")), cell(text("无"), 9))
    body = printed.body().replace(printed.yearly("leading_industry.champions"), merged)
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_row_with_a_year_too_few_is_reported(form: Form) -> None:
    printed = PrintedForm(form, sample_answers(form, 3))
    whole = printed.yearly("leading_industry.champions")
    body = printed.body().replace(whole, whole[: whole.rindex("<w:tc>")] + "</w:tr>")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [problem.message for problem in imported.problems] == [
        "“制造业单项冠军企业数量”应有 3 个年度的数，现有 2 个。"
    ]


def test_cover_set_as_a_table_is_read_alike(form: Form) -> None:
    answers = sample_answers(form, 3)
    printed = PrintedForm(form, answers)
    cover = table(
        printed.single("cover.cluster_name", "集群名称（细分到主导产业）"),
        row(cell(text("所属地区")), cell(text("锡林郭勒盟 苏尼特右旗"))),
        printed.single("cover.authority", "中小企业主管部门（盖章）"),
        printed.single("cover.operator"),
        row(cell(text("申报时间")), cell(text(printed.date("cover.apply_date")))),
        row(cell(text("联系人及联系电话")), cell(text(f"王建国  {printed.shown('cover.contact_phone')}"))),
    )
    body = printed.body().replace(printed.cover(), cover)
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert (imported.problems, imported.fields) == ((), answers)


def test_tick_at_words_the_form_does_not_print_is_reported(form: Form) -> None:
    answers = sample_answers(form, 3) | {"green.resource_ticks": [1]}
    body = PrintedForm(form, answers).body().replace("☑余热余压集中回收", "☑余热回收")
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [(problem.field, problem.code) for problem in imported.problems] == [
        ("green.resource_ticks", "tick.strange")
    ]


def test_mark_halfway_between_two_options_is_reported(form: Form) -> None:
    answers = sample_answers(form, 3) | {"digital.software_rising": "是"}
    printed = PrintedForm(form, answers)
    whole = printed.ticked("digital.software_rising", "", " ")
    body = printed.body().replace(whole, row(cell(text("工业软件应用率稳步提升")), cell(text("□是 √ □否"))))
    imported = import_application_form(document_bytes(body), "申报表.docx", form)
    assert [problem.code for problem in imported.problems] == ["tick.unsure"]


def test_missing_boxes_of_the_printed_form_do_not_hide_the_tick(form: Form) -> None:
    """The form prints no box before 否 and 非工业集群 in two rows; people put their √ beside the words."""
    for shown, answer in (
        ("□是  √否  非工业集群，不适用", "否"),
        ("□是  否  非工业集群，不适用√", "非工业集群，不适用"),
    ):
        answers = sample_answers(form, 3) | {"green.solid_waste_above_avg": answer}
        printed = PrintedForm(form, answers)
        whole = row(cell(text("是否高于行业平均水平")), cell(printed.ticks("green.solid_waste_above_avg", "  "), 9))
        typed = row(cell(text("是否高于行业平均水平")), cell(text(shown), 9))
        imported = import_application_form(document_bytes(printed.body().replace(whole, typed, 1)), "申报表.docx", form)
        assert (imported.problems, imported.fields) == ((), answers)
