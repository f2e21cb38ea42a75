"""Calculations and sentences as plain values for storage, and back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from scoring.calculation_sheet import Line, Sheet
from scoring.notes import Note


def plain_sheet(sheet: Sheet) -> dict[str, Any]:
    """Write a calculation so that JSON can hold it; every figure stays the text that is printed."""
    return {
        "declaration": sheet.declaration,
        "method": sheet.method,
        "total": str(sheet.total),
        "decimals": sheet.decimals,
        "lines": [
            [
                line.code,
                line.label_template,
                dict(line.label_values),
                line.operation,
                str(line.value),
                str(line.running),
            ]
            for line in sheet.lines
        ],
    }


def sheet_of(stored: dict[str, Any]) -> Sheet:
    """Read a stored calculation back."""
    lines = tuple(
        Line(code, template, values, operation, Decimal(value), Decimal(running))
        for code, template, values, operation, value, running in stored["lines"]
    )
    return Sheet(stored["declaration"], stored["method"], lines, Decimal(stored["total"]), stored["decimals"])


def plain_notes(notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Write sentences as templates with their values, so that a page can say them in another language."""
    return [
        {"code": note.code, "template": note.message_template, "values": dict(note.message_values)} for note in notes
    ]


def notes_of(stored: Sequence[dict[str, Any]]) -> tuple[Note, ...]:
    """Read stored sentences back."""
    return tuple(Note(note["code"], note["template"], note["values"]) for note in stored)
