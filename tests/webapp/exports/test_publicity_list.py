from __future__ import annotations

from dataclasses import replace

from webapp.exports.document import Closing, Document, Paragraph
from webapp.exports.publicity_list import publicity_documents, publicity_text

from .specimens import CLUSTERS, ROUND, a_publicity

PUBLICITY = a_publicity()


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_the_period_is_named_with_first_and_last_day() -> None:
    assert paragraphs(publicity_text(PUBLICITY))[1] == "公示时间为2026年11月23日至2026年11月27日，共5个工作日。"


def test_a_draft_before_the_publicity_leaves_its_days_to_be_filled_in() -> None:
    draft = publicity_text(replace(PUBLICITY, first_day=None, last_day=None, published_on=None))
    blank = "　　　　年　　月　　日"
    assert paragraphs(draft)[1] == f"公示时间为{blank}至{blank}，共5个工作日。"
    assert [block.date for block in draft.blocks if isinstance(block, Closing)] == [blank]


def test_several_clusters_are_counted_and_one_is_named() -> None:
    one = replace(PUBLICITY, rows=PUBLICITY.rows[1:2])
    assert f"拟认定“{CLUSTERS[1]}”等27个集群为{ROUND}，" in paragraphs(publicity_text(PUBLICITY))[0]
    assert f"拟认定“{CLUSTERS[2]}”为{ROUND}，" in paragraphs(publicity_text(one))[0]


def test_an_empty_list_is_said_to_be_empty() -> None:
    text = paragraphs(publicity_text(replace(PUBLICITY, rows=())))[0]
    assert text.endswith("经自愿申报、盟市推荐、专家评审、实地抽查，本次没有拟认定的集群，现予以公示。")


def test_contact_lines_that_are_unknown_are_left_out() -> None:
    contact = replace(PUBLICITY.contact, email="", address="")
    lines = paragraphs(publicity_text(replace(PUBLICITY, contact=contact)))
    assert lines[3:5] == ["联系人：张䶮", "联系电话：0471-1234567"]
    assert lines[5].startswith("附件：")


def test_notes_stand_in_the_letter_and_in_the_list() -> None:
    documents = publicity_documents(replace(PUBLICITY, notes=("本表为演示数据。",)))
    assert [paragraphs(document)[-1] for document in documents] == ["本表为演示数据。", "本表为演示数据。"]


def test_the_letter_closes_with_department_and_date() -> None:
    assert publicity_text(PUBLICITY).blocks[-1] == Closing("内蒙古自治区工业和信息化厅", "2026年11月22日")
