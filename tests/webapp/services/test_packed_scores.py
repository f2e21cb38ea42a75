"""Scores by columns read like the list of rows a bundle holds, and are read back from its text."""

import json
import random
from typing import Any

import pytest

from webapp.services import bundle_index, packed_scores, verify_alone
from webapp.services.ledger_digest import canonical, canonical_digest, canonical_pieces
from webapp.services.packed_scores import PackedScores, read_packed, table_of

CHANCE = random.Random(3)
ROWS: list[list[Any]] = [
    [f"甲-{i}", f"专家{j}", f"a_{k}.b", None if (i + k) % 5 == 0 else CHANCE.randint(0, 10_000), (i + k) % 5 == 0]
    for i in range(60)
    for j in range(3)
    for k in range(4)
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []], ids=["many", "one", "none"])
def test_packed_scores_read_like_their_list_of_rows(rows: list[list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_scores, "AT_ONCE", 300)
    packed = PackedScores(table_of([rows] if rows else []).columns)
    again = read_packed(canonical(rows).encode())
    assert again is not None
    assert (list(packed), list(again), len(packed), packed[3:7]) == (rows, rows, len(rows), rows[3:7])
    assert "".join(canonical_pieces(packed)) == canonical(rows)
    assert canonical_digest(packed) == canonical_digest(rows)


@pytest.mark.parametrize("odd", ["1.0", "-1", "1e2", "true", '"7"', "[7]", "2147483648", "7 ", "07"])
def test_scores_written_otherwise_are_not_packed(odd: str) -> None:
    text = canonical(ROWS[1:4]).replace(str(ROWS[2][3]), odd)
    assert read_packed(text.encode()) is None


def test_text_that_looks_like_the_end_of_a_row_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_scores, "AT_ONCE", 1)
    rows = [["a],[b", "专家1", "k", 1, False]] * 3
    assert read_packed(canonical(rows).encode()) is None  # then it is read whole, as any other part is


def test_both_programs_give_the_places_of_a_very_long_list_by_hundreds() -> None:
    rows = [[n, "x"] for n in range(bundle_index.MANY + 50)]
    index = bundle_index.index_of({"scores.json": rows})["scores.json"]
    assert index == verify_alone.places(rows, "")
    assert len(index) == len(rows) // 100 + 1
    rows[70_042] = [0, "forged"]
    place = bundle_index.first_difference(rows, index)
    assert place is not None
    assert place.startswith("/70000（现为 [[70000")


def test_packed_text_is_json_of_the_same_rows() -> None:
    assert json.loads("".join(canonical_pieces(PackedScores(table_of([ROWS]).columns)))) == ROWS
