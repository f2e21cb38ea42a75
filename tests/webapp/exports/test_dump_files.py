"""Tables for analysts hold figures under public names, the same in every format, and nothing people wrote."""

import csv
from io import BytesIO, StringIO

import pyarrow.parquet as parquet
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.errors import NotPermitted
from webapp.exports import dump_files
from webapp.exports.dump_files import harmless, write_dump
from webapp.models import Account, Expert, Score
from webapp.permissions import Role
from webapp.queries import rounds
from webapp.services.dump_round import TABLES, DumpTable, dump_table, note_dump


def dumped(engine: Engine, name: str, kind: str) -> bytes:
    """Write one table of the invented round."""
    target = BytesIO()
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        note_dump(session, actor=acting(session, Role.DEPARTMENT), found=found, name=name, now=NOW)
        write_dump(dump_table(session, found, name), kind, target)
    return target.getvalue()


def test_csv_and_parquet_hold_the_same_rows(published: Engine) -> None:
    for name in TABLES:
        plain = list(csv.DictReader(StringIO(dumped(published, name, "csv").decode("utf-8-sig"))))
        typed = parquet.read_table(BytesIO(dumped(published, name, "parquet"))).to_pylist()
        assert [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in typed] == plain
        assert plain != []


def test_workbook_holds_the_rows_of_the_csv(published: Engine) -> None:
    for name in TABLES:
        plain = list(csv.reader(StringIO(dumped(published, name, "csv").decode("utf-8-sig"))))
        sheet = load_workbook(BytesIO(dumped(published, name, "xlsx"))).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert rows == plain


def test_long_table_goes_on_in_the_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_files, "MOST_ROWS", 3)  # a workbook of a million rows takes a minute
    target = BytesIO()
    n_rows = write_dump(DumpTable({"n": int}, iter([(n,) for n in range(7)])), "xlsx", target)
    book = load_workbook(target)
    told = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    assert (n_rows, told) == (7, [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6]])


def test_review_has_its_points_side_by_side(published: Engine) -> None:
    reviews = list(csv.DictReader(StringIO(dumped(published, "reviews", "csv").decode("utf-8-sig"))))
    scores = list(csv.DictReader(StringIO(dumped(published, "scores", "csv").decode("utf-8-sig"))))
    apart = {(one["declaration"], one["expert"], one["criterion"]): one["hundredths"] for one in scores}
    beside = {
        (row["declaration"], row["expert"], key): cell
        for row in reviews
        for key, cell in row.items()
        if key not in ("declaration", "expert")
    }
    assert {key: cell for key, cell in beside.items() if cell} == {key: cell for key, cell in apart.items() if cell}


def test_dump_names_no_person_and_quotes_no_opinion(published: Engine) -> None:
    whole = "".join(dumped(published, name, "csv").decode("utf-8-sig") for name in TABLES)
    with Session(published) as session:
        names = {*session.scalars(select(Expert.name)), *session.scalars(select(Account.display_name))}
        reasons = {one for one in session.scalars(select(Score.reason)) if one}
    assert [one for one in names | reasons if one in whole] == []


def test_dump_waits_for_the_lock(scoring: Engine) -> None:
    with pytest.raises(NotPermitted):
        dumped(scoring, "scores", "csv")


def test_text_never_turns_into_a_formula() -> None:
    assert [harmless(cell) for cell in ("=1+1", "@x", "-12.5", "-1+2", "甲", 7)] == [
        "'=1+1", "'@x", "-12.5", "'-1+2", "甲", 7,
    ]  # fmt: skip


def test_parquet_keeps_empty_cells_in_every_kind_and_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_files, "BATCH", 19)  # several groups, the last of them not a multiple of eight
    columns = {"text": str, "number": int, "truth": bool, "never": str}
    rows = [
        ("" if n % 7 == 0 else f"择优{n}", None if n % 3 else -n * 2**40, None if n % 5 else n % 2 == 0, None)
        for n in range(100)
    ]
    target = BytesIO()
    assert write_dump(DumpTable(columns, iter(rows)), "parquet", target) == 100
    found = parquet.ParquetFile(target)
    assert [tuple(row.values()) for row in found.read().to_pylist()] == rows
    assert (found.metadata.num_row_groups, found.schema_arrow.names) == (6, [*columns])


def test_parquet_without_rows_still_names_its_columns() -> None:
    target = BytesIO()
    write_dump(DumpTable({"n": int}, iter([])), "parquet", target)
    assert (parquet.read_table(target).column_names, parquet.read_table(target).num_rows) == (["n"], 0)
