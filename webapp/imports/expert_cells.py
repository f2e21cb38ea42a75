"""What stands in one cell of the table of experts: lists, posts with years, areas, industries, telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from webapp.imports.workbook import CellValue

AREAS: Mapping[str, str] = {
    "主导产业优势": "leading_industry",
    "创新活力": "innovation",
    "数字化升级": "digital",
    "绿色低碳转型": "green",
    "开放合作": "openness",
    "治理和服务能力": "governance",
}
SEPARATORS = re.compile(r"[;；、，,\n\r|]+")
UNIT_SEPARATORS = re.compile(r"[;；\n\r|]+|[、，,](?![^()（）]*[)）])")
SHEET_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")
INDUSTRY_CODE = re.compile(r"[A-T]\d{0,4}|\d{2,4}")
LOOKS_LIKE_CODE = re.compile(r"[A-Za-z]?\d+")
YEARS = re.compile(
    r"[(\[]?(?:(?P<first>\d{4})年?(?:\d{1,2}月)?)?(?P<dash>[-–—~至到]+)(?:(?P<last>\d{4})年?(?:\d{1,2}月)?|(?P<now>今|现在))?[)\]]?$"
)
SINGLE_YEAR = re.compile(r"[(\[]?(?P<year>\d{4})年?[)\]]?$")
FIRST_YEAR, LAST_YEAR = 1950, 2100
PERSON = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff·•]{2,20}|[A-Za-z][A-Za-z .·'-]{1,40}")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|\d{7,8}")
FORMER = re.compile(r"^(?:原名?|曾用名|前身)[:：]?")
HAN = re.compile(r"[\u3400-\u9fff]")

SPREADSHEET_ERROR = "公式出错（{written}）。请改正公式或直接填写内容。"
NO_NAME = "“{written}”不像姓名。请只填一个人的姓名，不要带数字、职务或其他文字。"
UNKNOWN_AREA = "“{written}”不是六大领域之一。请填写：{areas}，多个之间用“；”隔开。"
BAD_INDUSTRY = "“{written}”不是国民经济行业代码。代码为一个字母加2至4位数字（如C3985），也可以直接填行业名称。"
NO_YEARS = "“{written}”没有写明年份。请写成“单位名称（2015-2020）”，仍在职写“（2015-至今）”。"
YEARS_TURNED = "“{written}”的起始年份晚于结束年份，请改正。"
YEAR_RANGE = "“{written}”的年份不在1950年至2100年之间，请改正。"
BAD_PHONE = "“{written}”不是电话号码。请填11位手机号或带区号的固定电话；本列可以不填。"
TOO_LONG = "内容过长（{length}字），最多{limit}字，请精简。"
LIMIT = 500


class UnusableCellError(ValueError):
    """Why a cell cannot be used: code, template and values; the row turns it into a problem of its cell."""

    def __init__(self, code: str, template: str, values: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code = code
        self.template = template
        self.values = values


@dataclass(frozen=True)
class Post:
    """A post at a unit; ``to_year`` None means it still runs, ``from_year`` None that its start was not told."""

    unit: str
    from_year: int | None = None
    to_year: int | None = None


def cell_text(value: CellValue) -> str:
    """The cell as half-width text without outer blanks; a formula's error and a text too long are faults."""
    if value is None:
        return ""
    text = f"{value:f}" if isinstance(value, Decimal) else unicodedata.normalize("NFKC", str(value)).strip()
    if SHEET_ERROR.fullmatch(text):
        raise UnusableCellError("spreadsheet_error", SPREADSHEET_ERROR, {"written": text})
    if len(text) > LIMIT:
        raise UnusableCellError("too_long", TOO_LONG, {"length": str(len(text)), "limit": str(LIMIT)})
    return text


def person_name(text: str) -> str:
    """One person's name without blanks between Chinese characters."""
    name = "".join(text.split()) if HAN.search(text) else " ".join(text.split())
    if not PERSON.fullmatch(name):
        raise UnusableCellError("not_a_name", NO_NAME, {"written": text})
    return name


def words(text: str) -> tuple[str, ...]:
    """A list of words, each once, in the order written."""
    return tuple(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def unit_names(text: str) -> tuple[str, ...]:
    """A list of units; a comma inside brackets belongs to the name."""
    return tuple(dict.fromkeys(part.strip() for part in UNIT_SEPARATORS.split(text) if part.strip()))


def other_names(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Aliases, former names (written 原…) and the English name of a unit."""
    names = unit_names(text)
    english = next((name for name in names if not HAN.search(name) and len(name) > 8), "")
    former = tuple(FORMER.sub("", name) for name in names if FORMER.match(name))
    aliases = tuple(name for name in names if not FORMER.match(name) and name != english)
    return aliases, former, english


def industries(text: str) -> tuple[str, ...]:
    """Codes in capitals, and names as written."""
    found = []
    for word in words(text):
        if LOOKS_LIKE_CODE.fullmatch(word) and not INDUSTRY_CODE.fullmatch(word.upper()):
            raise UnusableCellError("bad_industry_code", BAD_INDUSTRY, {"written": word})
        found.append(word.upper() if INDUSTRY_CODE.fullmatch(word.upper()) else word)
    return tuple(found)


def areas(text: str) -> tuple[str, ...]:
    """Keys of the six areas, from their names or an unmistakable beginning of two characters or more."""
    found = []
    for word in words(text):
        keys = [key for label, key in AREAS.items() if label == word or (len(word) > 1 and label.startswith(word))]
        if len(keys) != 1:
            raise UnusableCellError("unknown_area", UNKNOWN_AREA, {"written": word, "areas": "、".join(AREAS)})
        found.append(keys[0])
    return tuple(dict.fromkeys(found))


def past_posts(text: str) -> tuple[Post, ...]:
    """Earlier posts, each with its years."""
    return tuple(_post(part) for part in unit_names(text))


def running_posts(text: str) -> tuple[Post, ...]:
    """Posts held beside the main one; without years they still run."""
    return tuple(_post(part) if re.search(r"\d{4}", part) else Post(part) for part in unit_names(text))


def phone(text: str) -> str:
    """A telephone number without blanks."""
    number = re.sub(r"[\s]+", "", text).replace("—", "-").replace("–", "-")
    if number and not PHONE.fullmatch(number):
        raise UnusableCellError("bad_phone", BAD_PHONE, {"written": text})
    return number


def _post(part: str) -> Post:
    text = "".join(part.split())
    span, single = YEARS.search(text), SINGLE_YEAR.search(text)
    if span and (span["first"] or span["last"]) and (span["last"] or span["now"]):
        first = int(span["first"]) if span["first"] else None
        return _checked(part, text[: span.start()], first, int(span["last"]) if span["last"] else None)
    if single and not span:
        return _checked(part, text[: single.start()], int(single["year"]), int(single["year"]))
    raise UnusableCellError("years_missing", NO_YEARS, {"written": part})


def _checked(written: str, unit: str, first: int | None, last: int | None) -> Post:
    if not unit:
        raise UnusableCellError("years_missing", NO_YEARS, {"written": written})
    if any(year is not None and not FIRST_YEAR <= year <= LAST_YEAR for year in (first, last)):
        raise UnusableCellError("year_out_of_range", YEAR_RANGE, {"written": written})
    if first is not None and last is not None and first > last:
        raise UnusableCellError("years_turned", YEARS_TURNED, {"written": written})
    return Post(unit.strip("(:,"), first, last)
