"""What a person typed, pasted or imported → the stored answer, or the problem that says how to mend it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from rubrics.answers_writing import Answer
from rubrics.form import Field, Option
from rubrics.numbers import Gap, MalformedNumberError, decimals_of, has_raised_digits, read_number
from rubrics.problems import Problem

LONGEST_TEXT = 20_000
MOST_DECIMALS = 2
LARGEST = Decimal(10) ** 15
HUNDRED = Decimal(100)
NONE = Gap.NONE.value
_TICKED = "☑✓✔√■☒"
_UNTICKED = "□☐"
_NUMBERS = re.compile(r"[0-9]+(?:[\s,、;]+[0-9]+)*")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?(?:T[0-9:.]+)?|月)?")
_PHONE = re.compile(r"[0-9+()\-/、,;转 ]{5,60}")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # soft hyphens and spaces of no width, pasted along
_WORDS = frozenset({"text", "name", "signature", "seal"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class _UnreadableError(Exception):
    """Carries one problem out of the readers of a cell."""

    def __init__(self, code: str, template: str, **values: str) -> None:
        self.code, self.template, self.values = code, template, values


def normalise_answer(field: Field, raw: object) -> Answer | Problem:
    """Return the stored value of what was typed.

    Parameters
    ----------
    field
        What the form asks for.
    raw
        A text, a number, a date, a list of three for a yearly row (one blank or 无 holds for all three), option
        numbers or labels for ticks, or None. Full-width digits, thousands separators, a trailing % or printed unit,
        surrounding space and characters of no width are understood. A spreadsheet's binary float is read with the 15
        digits it shows.

    Returns
    -------
    Answer or Problem
        None for a blank, ``"无"`` as written, decimals as text without separators ("80.00" stays "80.00"), a list
        of three for a yearly row, whole years, the printed label of the chosen option, a sorted list of option
        numbers for ticks (empty when the answer is 无), an ISO date. A problem's path is the field's key, with
        ``[0]`` … ``[2]`` for a yearly row.

    Notes
    -----
    Refused: more than two decimals, counts that are negative or not whole, shares outside 0 to 100, negative
    amounts. A text above its limit is kept: nobody's words are lost, check F3 speaks.

    Examples
    --------
    >>> area = Field("basic.area_km2", "面积", "basic", "number", "5(2)", "s", 1, unit="平方公里")
    >>> normalise_answer(area, " １，０８０．５０平方公里 "), normalise_answer(area, "无"), normalise_answer(area, "")
    ('1080.50', '无', None)
    >>> normalise_answer(area, "80.005").code
    'too_many_decimals'
    """
    if field.years == 1:
        return _cell(field, raw, field.key)
    cells = list(raw) if isinstance(raw, list | tuple) else [raw] * field.years
    if not isinstance(raw, list | tuple) and _gap(raw) is None:
        template = "“{label}”应有 {years} 个年度的数，由早到晚。"
        return Problem(field.key, "not_a_row", template, {"label": field.label, "years": str(field.years)})
    if len(cells) != field.years:
        values = {"label": field.label, "years": str(field.years), "found": str(len(cells))}
        return Problem(field.key, "not_a_row", "“{label}”应有 {years} 个年度的数，现有 {found} 个。", values)
    return _row(field, cells)


def _row(field: Field, cells: list[object]) -> Answer | Problem:
    row: list[str | None] = []
    for index, raw in enumerate(cells):
        value = _cell(field, raw, f"{field.key}[{index}]")
        if isinstance(value, Problem):
            return value
        row.append(value if value is None else str(value))
    if field.kind == "years":
        return [None if year in {None, NONE} else int(str(year)) for year in row]
    return row


def _cell(field: Field, raw: object, path: str) -> Answer | Problem:
    if isinstance(raw, str) and field.kind not in _WORDS:
        raw = raw.translate(_UNSEEN)
    gap = _gap(raw)
    if gap is Gap.BLANK:
        return None
    if gap is Gap.NONE:
        return [] if field.kind == "ticks" else NONE
    try:
        return _READERS[field.kind](field, raw)
    except _UnreadableError as found:
        return Problem(path, found.code, found.template, {"label": field.label, **found.values})


def _gap(raw: object) -> Gap | None:
    if raw is None:
        return Gap.BLANK
    if isinstance(raw, str):
        text = raw.strip()
        return Gap.BLANK if not text else Gap.NONE if text == NONE else None
    return None


def _number(field: Field, raw: object) -> Answer:
    number = _decimal(field, raw)
    if decimals_of(number) > MOST_DECIMALS:
        template = "“{label}”的 {written} 小数多于 2 位，请保留小数点后 2 位。"
        raise _UnreadableError("too_many_decimals", template, written=format(number, "f"))
    if field.kind == "share" and not 0 <= number <= HUNDRED:
        raise _UnreadableError("share_out_of_range", "“{label}”的 {written} 应在 0 到 100 之间。", written=str(number))
    if field.kind in {"number", "money"} and number < 0:
        raise _UnreadableError("negative", "“{label}”的 {written} 不能是负数。", written=str(number))
    return format(number if number else abs(number), "f")


def _count(field: Field, raw: object) -> Answer:
    number = _decimal(field, raw)
    if number < 0 or number != number.to_integral_value():
        raise _UnreadableError("not_a_count", "“{label}”的 {written} 应为不小于 0 的整数。", written=str(number))
    return str(int(number))


def _decimal(field: Field, raw: object) -> Decimal:
    text = format(raw, ".15g") if isinstance(raw, float) else raw
    if isinstance(text, str) and not has_raised_digits(text):
        text = unicodedata.normalize("NFKC", text).strip()
        unit = unicodedata.normalize("NFKC", field.unit)
        text = text.removesuffix(unit).rstrip() if unit else text
        text = text.replace("−", "-")
    try:
        number = read_number(Decimal(text) if isinstance(raw, float) and isinstance(text, str) else text)
    except (MalformedNumberError, ArithmeticError):
        raise _UnreadableError("not_a_number", "“{label}”的“{written}”不是数字。", written=_short(raw)) from None
    if isinstance(number, Gap):
        raise _UnreadableError("not_a_number", "“{label}”的“{written}”不是数字。", written=_short(raw))
    if abs(number) >= LARGEST:
        raise _UnreadableError("too_large", "“{label}”的 {written} 过大，请核对单位。", written=_short(number))
    return number


def _year(field: Field, raw: object) -> Answer:
    text = unicodedata.normalize("NFKC", _plain(raw)).strip().removesuffix("年").strip()
    if not re.fullmatch(r"(19|20|21)[0-9]{2}", text):
        raise _UnreadableError("not_a_year", "“{label}”的“{written}”不是年份，请写四位数字。", written=_short(raw))
    return text


def _choice(field: Field, raw: object) -> Answer:
    option = _option(field, raw)
    if option is None:
        words = "、".join(entry.label for entry in field.options)
        template = "“{label}”的“{written}”不在选项之内，应为：{words}。"
        raise _UnreadableError("not_an_option", template, written=_short(raw), words=words)
    return option.label


def _option(field: Field, raw: object) -> Option | None:
    """Find an option by number, printed label, or a part of the label that no other option has."""
    word = _word(_plain(raw).strip(_TICKED + " "))
    named = [option for option in field.options if word in {_word(option.label), str(option.number)}]
    parts = [option for option in field.options if word in _word(option.label).split(",")]
    both = named or (parts if len(parts) == 1 else [])
    return both[0] if both else None


def _word(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _ticks(field: Field, raw: object) -> Answer:
    found: list[int] = []
    for part in _parts(raw):
        option = _option(field, part)
        if option is None:
            last = str(len(field.options))
            template = "“{label}”的“{written}”不是选项，请写选项原文或序号 1 至 {last}。"
            raise _UnreadableError("not_an_option", template, written=_short(part), last=last)
        found.append(option.number)
    return sorted(set(found))


def _parts(raw: object) -> list[object]:
    if isinstance(raw, list | tuple):
        return list(raw)
    text = unicodedata.normalize("NFKC", _plain(raw)).strip()
    if _NUMBERS.fullmatch(text):
        return list(re.split(r"[\s,、;]+", text))
    lines = [line.strip() for line in re.split(r"[\n;]+", text)]
    return [line for line in lines if line and line[0] not in _UNTICKED]


def _date(field: Field, raw: object) -> Answer:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    text = "".join(unicodedata.normalize("NFKC", _plain(raw)).split())
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
        whole = date(year, month, day).isoformat()
    except ValueError:
        template = "“{label}”的“{written}”不是日期，请写作 2024-03-01。"
        raise _UnreadableError("not_a_date", template, written=_short(raw)) from None
    return whole if match[3] else whole[:7]


def _phone(field: Field, raw: object) -> Answer:
    text = unicodedata.normalize("NFKC", _plain(raw)).strip()
    if not _PHONE.fullmatch(text):
        raise _UnreadableError("not_a_phone", "“{label}”的“{written}”不是电话号码。", written=_short(raw))
    return text


def _text(field: Field, raw: object) -> Answer:
    text = _CONTROL.sub("", _plain(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST_TEXT:
        raise _UnreadableError("too_long", "“{label}”超过 {limit} 字，请删减。", limit=str(LONGEST_TEXT))
    return text or None


def _plain(raw: object) -> str:
    if isinstance(raw, float):
        return format(raw, ".15g")
    return str(raw)


def _short(raw: object) -> str:
    text = str(raw)
    return text if len(text) <= 40 else text[:40] + "…"


_READERS: dict[str, Callable[[Field, object], Answer]] = {
    "text": _text,
    "name": _text,
    "phone": _phone,
    "date": _date,
    "years": _year,
    "number": _number,
    "count": _count,
    "share": _number,
    "rate": _number,
    "money": _number,
    "yes_no": _choice,
    "yes_no_na": _choice,
    "choice": _choice,
    "ticks": _ticks,
    "signature": _text,
    "seal": _text,
}
