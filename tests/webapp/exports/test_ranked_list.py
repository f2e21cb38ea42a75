from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from webapp.exports.document import Noted, Paragraph, Table
from webapp.exports.ranked_list import MOST_EXPERT_COLUMNS, RankedList, ranked_list, score_summary

from .specimens import a_ranking


def table_of(ranking: RankedList) -> Table:
    return next(block for block in ranked_list(ranking).blocks if isinstance(block, Table))


def headings(ranking: RankedList) -> list[str]:
    return [column.heading.replace("\n", "") for column in table_of(ranking).columns]


def test_columns_without_any_figure_are_left_out() -> None:
    ranking = a_ranking(3)
    plain = replace(ranking, rows=tuple(replace(row, lo=None, hi=None, p_selected=None) for row in ranking.rows))
    assert headings(ranking)[-6:] == ["校准得分", "下限", "上限", "入选把握", "是否入选", "备注"]
    assert headings(plain)[-3:] == ["校准得分", "是否入选", "备注"]


def test_scores_fewer_than_the_most_are_filled_with_strokes() -> None:
    first, second, third = a_ranking(3).rows
    ranking = replace(a_ranking(), rows=(first, replace(second, expert_scores=(Decimal(80),)), third), cut_line=1)
    assert table_of(ranking).rows[1][6:13] == (Decimal(80), None, None, None, None, None, None)


def test_too_many_experts_are_left_to_the_score_sheets() -> None:
    ranking = a_ranking(2)
    scores = tuple(Decimal(80) for _ in range(MOST_EXPERT_COLUMNS + 1))
    crowded = replace(ranking, rows=tuple(replace(row, expert_scores=scores) for row in ranking.rows))
    notes = [block.text for block in ranked_list(crowded).blocks if isinstance(block, Paragraph)]
    assert not any(heading.startswith("专家") for heading in headings(crowded))
    assert notes[1] == "每个项目的专家评分最多13份，逐份评分见专家评分表。"


def test_tied_places_are_shown_as_tied_and_unranked_as_blank() -> None:
    ranking = a_ranking(6)
    unranked = replace(ranking, rows=(*ranking.rows[:5], replace(ranking.rows[5], rank=None)))
    assert table_of(ranking).rows[5][1] == Noted(5, "（并列）")
    assert table_of(unranked).rows[5][1] is None


def test_the_summary_follows_project_numbers_without_a_cut() -> None:
    ranking = replace(a_ranking(5), rows=a_ranking(5).rows[::-1])
    document = score_summary(ranking)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [row[2] for row in table.rows] == [f"NM2026-00{place}" for place in range(1, 6)]
    assert table.cut_after is None
    assert document.title.endswith("评审结果汇总表")


def test_an_empty_ranking_still_gives_a_sheet() -> None:
    assert table_of(replace(a_ranking(), rows=(), cut_line=None)).rows == ()
