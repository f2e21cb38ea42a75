"""Which column of a table holds which field: by the template's hidden keys, or by the printed labels."""

import re
from collections import defaultdict
from dataclasses import dataclass

from rubrics.form import Form
from webapp.imports.form_labels import letters
from webapp.imports.workbook import CellValue, Sheet

KEY = re.compile(r"([a-z_0-9]+\.[a-z_0-9]+)(?:\[([0-9])\])?")
SEARCHED_ROWS = 10
FEWEST_COLUMNS = 5


@dataclass(frozen=True)
class Header:
    """The columns of each field found, and the first row below the header; both counted from 0."""

    columns: dict[str, tuple[int, ...]]
    first_row: int


def find_header(sheet: Sheet, form: Form) -> Header | None:
    """Return the header of a sheet, or None when it has none."""
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns = _by_keys(row, form)
        if len(columns) >= FEWEST_COLUMNS:
            return Header(columns, at + 1)
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns = _by_labels(row, form)
        if len(columns) >= FEWEST_COLUMNS:
            return Header(columns, _first_row(sheet, at))
    return None


def _by_keys(row: tuple[CellValue, ...], form: Form) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for column, value in enumerate(row):
        match = KEY.fullmatch(value.strip()) if isinstance(value, str) else None
        if match and match[1] in form.by_key:
            found[match[1]][int(match[2] or 0)] = column
    return {
        key: tuple(parts[year] for year in range(form.field(key).years))
        for key, parts in found.items()
        if set(parts) == set(range(form.field(key).years))
    }


def _by_labels(row: tuple[CellValue, ...], form: Form) -> dict[str, tuple[int, ...]]:
    """Equal labels (联系人) are told apart by their order, years by the columns that follow."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for entry in form.fields:
        waiting[letters(entry.label)].append(entry.key)
    found: dict[str, tuple[int, ...]] = {}
    for column, value in enumerate(row):
        keys = waiting.get(letters(value)) if isinstance(value, str) and value.strip() else None
        if keys:
            key = keys.pop(0)
            found[key] = tuple(range(column, column + form.field(key).years))
    return found


def _first_row(sheet: Sheet, at: int) -> int:
    """Below the labels come at most a row of years and units and a row of keys, neither of which names a cluster."""
    for below in range(at + 1, min(at + 3, len(sheet.rows))):
        texts = [value for value in sheet.rows[below] if value is not None]
        if not all(isinstance(text, str) and ("年" in text or "（" in text or KEY.fullmatch(text)) for text in texts):
            return below
    return min(at + 3, len(sheet.rows))
