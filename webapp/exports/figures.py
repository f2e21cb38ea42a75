"""How a value is printed, the same digits on paper, in a cell and on the screen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from webapp.exports.document import Column, Noted, Value

BLANK = "/"
BEIJING = timezone(timedelta(hours=8))
ILLEGIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def legible(text: str) -> str:
    """The text without control, direction and zero-width characters, which no paper shows and no file format likes."""
    return ILLEGIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def rounded(figure: Decimal, decimals: int) -> Decimal:
    """The figure with so many decimals, halves away from zero as taught at school and done by spreadsheets."""
    return figure.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def cell_figure(value: Decimal | int, column: Column) -> Decimal | int:
    """The number a spreadsheet cell holds: exactly the printed one."""
    if isinstance(value, int):
        return value
    return rounded(value, column.decimals + (2 if column.percent else 0))


def shown(value: Value, column: Column) -> str:
    """The printed form of a value; a blank is printed as a stroke so that nobody fills it in later."""
    match value:
        case None:
            return BLANK
        case str():
            return legible(value)
        case Noted(figure, note):
            return f"{figure}{legible(note)}"
        case int():
            return str(value)
        case _ if column.percent:
            return chance(value, column.decimals) if column.chance else f"{rounded(value * 100, column.decimals):f}%"
        case _:
            return f"{rounded(value, column.decimals):f}"


def chance(value: Decimal, decimals: int) -> str:
    """A probability as a percentage; what is not certain is never rounded to a certainty, as on the screen."""
    percent, step = rounded(value * 100, decimals), Decimal(1).scaleb(-decimals)
    if percent >= 100:
        return f">{100 - step:f}%"
    return f"<{step:f}%" if percent <= 0 else f"{percent:f}%"


def shown_plain(value: Value) -> str:
    """The printed form of a value that stands alone, outside a table."""
    return shown(value, Column("", 0))


def chinese_date(day: date) -> str:
    """A date as official letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(moment: datetime) -> str:
    """A moment in Beijing time; a moment without a time zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("the moment must carry its time zone")
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def stamp(moment: datetime) -> datetime:
    """The same moment in UTC to the second, for the properties of a file."""
    return moment.astimezone(UTC).replace(microsecond=0)


def ticks(options: tuple[str, ...], chosen: str | None) -> str:
    """The options in a row with the chosen one ticked, as on a paper form."""
    return "　".join(f"{'☑' if option == chosen else '□'}{option}" for option in options)
