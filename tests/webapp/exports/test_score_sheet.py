from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from webapp.exports.document import Document, Paragraph, Table
from webapp.exports.score_sheet import ROUNDING_NOTE, ScoreSheet, score_sheet, score_sheets

from .specimens import a_score_sheet

SHEET = a_score_sheet()


def notes(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def with_weighted(*figures: str, total: str) -> ScoreSheet:
    lines = tuple(replace(line, weighted=Decimal(figure)) for line, figure in zip(SHEET.scores, figures, strict=False))
    return replace(SHEET, scores=lines, total=Decimal(total), notes=())


def test_lines_that_add_up_need_no_note() -> None:
    # 1.25 + 2.50 = 3.75
    assert notes(score_sheet(with_weighted("1.25", "2.5", total="3.75"))) == []


def test_lines_that_do_not_add_up_are_explained() -> None:
    # 1.004 + 1.004 = 2.008, printed 1.00 + 1.00 and 2.01
    assert notes(score_sheet(with_weighted("1.004", "1.004", total="2.008"))) == [ROUNDING_NOTE]


def test_the_total_line_shows_weights_and_the_total_given() -> None:
    table = next(block for block in score_sheet(SHEET).blocks if isinstance(block, Table))
    weights, total = table.total[3], table.total[6]
    assert isinstance(weights, Decimal)
    assert (round(weights, 6), total) == (Decimal(100), Decimal(85))


def test_a_criterion_that_does_not_apply_is_a_stroke_not_a_zero() -> None:
    first, *others = SHEET.scores
    skipped = replace(SHEET, scores=(replace(first, score=None, weighted=None, reason="不适用"), *others))
    table = next(block for block in score_sheet(skipped).blocks if isinstance(block, Table))
    assert table.rows[0][5:7] == (None, None)


def test_sheets_keep_the_order_they_are_given_in() -> None:
    sheets = [replace(SHEET, expert=f"专家0{number}") for number in (3, 1, 2)]
    assert [document.label for document in score_sheets(sheets)] == [
        f"NM2026-001 专家0{number}" for number in (3, 1, 2)
    ]
