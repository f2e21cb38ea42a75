from __future__ import annotations

import pytest

from webapp.exports.document import Closing, Column, Document, Paragraph, Signatures, Table, UnevenTableError
from webapp.exports.paper import PAPERS, closing_indent, kept_with_next, shared, shared_cells, title_lines
from webapp.exports.sheet_grid import standing

from .specimens import IMPRINT, ROUND

PORTRAIT, OFFICIAL = PAPERS["portrait"], PAPERS["official"]


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines("2026年度\n评审结果排序表", PORTRAIT) == ["2026年度评审结果排序表"]


def test_a_long_title_breaks_where_its_author_allows() -> None:
    assert title_lines(f"{ROUND}\n分歧复议记录", PORTRAIT) == [ROUND, "分歧复议记录"], "no letter to spare"
    assert title_lines(f"{ROUND}\n评审专家抽取记录", PORTRAIT) == [ROUND, "评审专家抽取记录"]


def test_a_title_too_long_for_that_breaks_by_sense() -> None:
    # 156 mm hold 20 characters of 22 pt (7.76 mm); 15.5 and 16 are the evenest two lines
    lines = title_lines(f"关于公布{ROUND}\n名单的通知", OFFICIAL)
    assert lines == ["关于公布2026年度内蒙古自治区", "中小企业特色产业集群名单的通知"]


def test_a_region_and_its_scheme_are_parted_rather_than_a_word() -> None:
    lines = title_lines(f"关于{ROUND}\n拟认定名单的公示", OFFICIAL)
    assert lines == ["关于2026年度内蒙古自治区", "中小企业特色产业集群拟认定名单的公示"]


def test_a_title_of_three_lines_breaks_inside_no_word() -> None:
    # 20 characters a line: region, scheme and what it is; two lines would part 特色产 from 业集群
    lines = title_lines("关于2026年度内蒙古自治区中小企业特色产业集群（演示）\n拟认定名单的公示", OFFICIAL)
    assert lines == ["关于2026年度内蒙古自治区", "中小企业特色产业集群（演示）", "拟认定名单的公示"]


def test_columns_share_the_sheet_and_shrink_its_type() -> None:
    # natural 300 mm on 150 mm: widths halve, and type never goes below six tenths
    assert shared([Column("甲", 100), Column("乙", 200)], 150) == ([50, 100], 0.6)
    assert shared([Column("甲", 100), Column("乙", 200)], 600) == ([200, 400], 1.0)


def test_equal_cells_merge_only_within_the_run_to_their_left() -> None:
    columns = (Column("领域", 20, merged=True), Column("小计", 20, merged=True), Column("指标", 20))
    table = Table(columns, (("甲", 5, "a"), ("甲", 5, "b"), ("乙", 5, "b"), ("乙", 6, "b")))
    assert [shared_cells(table, position) for position in range(3)] == [[2, 0, 2, 0], [2, 0, 1, 1], [1, 1, 1, 1]]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(UnevenTableError, match="row 1 has 1 cells, the table has 2 columns"):
        Table((Column("甲", 20), Column("乙", 20)), (("a", "b"), ("a",)))


def test_signatures_keep_the_note_and_the_text_before_them() -> None:
    blocks = (Paragraph("一"), Paragraph("二"), Paragraph("注", "note"), Signatures(("签字：",)))
    assert kept_with_next(Document("书", blocks, IMPRINT)) == [False, True, True, False]


def test_the_issuer_is_centred_on_a_date_four_characters_from_the_edge() -> None:
    # 26 half-width letters above 14: the issuer reaches (26 - 14) / 4 = 3 characters further right than the date
    closing = Closing("内蒙古自治区工业和信息化厅", "2026年11月22日")
    assert closing_indent(closing) == 4 - (26 - 14) / 4


def test_cells_of_another_shape_stand_on_the_nearest_columns() -> None:
    assert standing([30, 70], [10, 20, 30, 40]) == [(0, 1), (2, 3)]
    assert standing([1, 1, 1, 97], [25, 25, 25, 25]) == [(0, 0), (1, 1), (2, 2), (3, 3)]
