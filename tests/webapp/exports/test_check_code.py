from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from webapp.exports.check_code import check_code
from webapp.exports.document import Box, Boxes, Document
from webapp.exports.ranked_list import ranked_list

from .specimens import IMPRINT, a_ranking

RANKING = a_ranking()


def test_the_code_is_three_groups_of_four_letters() -> None:
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", check_code(ranked_list(RANKING)))


def test_the_code_does_not_depend_on_time_or_operator() -> None:
    later = replace(RANKING, printed_at=RANKING.printed_at + timedelta(days=3), operator="王五")
    assert check_code(ranked_list(later)) == check_code(ranked_list(RANKING))


def test_the_code_changes_with_a_printed_digit_only() -> None:
    first, *others = RANKING.rows
    printed_alike = replace(RANKING, rows=(replace(first, estimate=Decimal("86.9901")), *others))
    printed_other = replace(RANKING, rows=(replace(first, estimate=Decimal("87.00")), *others))
    assert first.estimate == Decimal("86.990")
    assert check_code(ranked_list(printed_alike)) == check_code(ranked_list(RANKING))
    assert check_code(ranked_list(printed_other)) != check_code(ranked_list(RANKING))


def test_the_code_does_not_depend_on_room_to_write() -> None:
    boxes = [Document("书", (Boxes((Box("意见", "同意", height),)),), IMPRINT) for height in (20, 40)]
    other = Document("书", (Boxes((Box("意见", "不同意"),)),), IMPRINT)
    assert check_code(boxes[0]) == check_code(boxes[1]) != check_code(other)


def test_the_code_changes_with_version_and_cut_line() -> None:
    codes = {
        check_code(ranked_list(one))
        for one in (RANKING, replace(RANKING, round_version="第4版"), replace(RANKING, cut_line=11))
    }
    assert len(codes) == 3
