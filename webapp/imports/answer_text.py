"""The text of a form's cells → raw answers: ticks as numbers, blanks that only look filled as None."""

import re

from rubrics.form import Field
from webapp.imports.form_labels import letters
from webapp.imports.imported_declaration import CellProblem, Place
from webapp.imports.tick_reading import read_ticks

MEASURE_WORD = re.compile(r"\s*[个家项人件]$")
SINGLE_KINDS = frozenset({"yes_no", "yes_no_na", "choice"})

UNSURE_TICK = "“{label}”里看不出勾的是哪一项：勾夹在两个选项中间，或者☑和☒混用。请只在所选项的方框里打勾。"
STRANGE_TICK = "“{label}”里有勾选或文字对不上印制的选项（选项被改写或增加了）。请照印制的选项勾选。"
SEVERAL_TICKED = "“{label}”只能勾选一项，现勾选了：{ticked}。请只保留一项。"


def raw_answer(entry: Field, texts: list[str], place: Place) -> object | CellProblem:
    """Return the raw answer of a field, or the problem that its ticks cannot be told apart."""
    if entry.years > 1:
        cells = [_written(entry, text) for text in texts]
        return cells[0] if len(cells) == 1 else cells
    if entry.options:
        return _ticked(entry, texts[0], place)
    return _written(entry, texts[0])


def _written(entry: Field, text: str) -> str | None:
    """A unit, a colon or the empty places of a date, printed by the form, are no answer."""
    text = text.strip()
    if entry.kind == "date" and not any(character.isdigit() for character in text):
        return "无" if letters(text) == "无" else None
    if entry.numeric:
        text = MEASURE_WORD.sub("", text)
        if letters(text) == letters(entry.unit) and not any(character.isdigit() for character in text):
            return None
    return text or None


def _ticked(entry: Field, text: str, place: Place) -> object | CellProblem:
    reading = read_ticks(entry, text)
    if reading.unsure:
        return place.problem(entry.key, "tick.unsure", UNSURE_TICK, {"label": entry.label})
    if reading.strange:
        return place.problem(entry.key, "tick.strange", STRANGE_TICK, {"label": entry.label})
    if reading.answered_none:
        return "无"
    if entry.kind not in SINGLE_KINDS:
        return list(reading.numbers) or None
    if len(reading.numbers) > 1:
        ticked = "、".join(entry.option(number).label for number in reading.numbers)
        return place.problem(entry.key, "tick.several", SEVERAL_TICKED, {"label": entry.label, "ticked": ticked})
    return entry.option(reading.numbers[0]).label if reading.numbers else None
