"""Names of units brought to one spelling: the same body gets the same key, different bodies keep different ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reviewers import unit_words as words
from reviewers.unit_places import plain_place
from reviewers.written_forms import units_told

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
ORDINAL = re.compile(r"第([0-9]{1,2})(?=[\u4e00-\u9fff])")
ORDINAL_SCHOOL = re.compile(r"第([一二三四五六七八九十]+)(中学|医院|小学)")
DIGITS = "零一二三四五六七八九"
ENGLISH_FILLERS = frozenset(
    {"the", "of", "co", "ltd", "inc", "corp", "corporation", "company", "limited", "llc", "group"}
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A unit's name as written, taken apart: its own text, and other names its brackets tell."""

    base: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def unit_key(name: str) -> str:
    """
    The key of one unit name; equal keys mean the same name, written differently.

    Full and half width, spaces, brackets, 盖章, legal endings (有限公司, 股份有限公司), 内蒙古自治区 / 内蒙古,
    省 and 市, a province before its city, 第1 / 第一, and the official contractions (工业和信息化 → 工信,
    农业大学 → 农大) are brought together. Words that tell bodies apart stay: 内蒙古大学 and 内蒙古工业大学,
    第一医院 and 第一中学, 集团有限公司 and 股份有限公司 of one brand.

    Parameters
    ----------
    name : str
        Any spelling; Chinese, or English (case, 'the', 'of', 'Co., Ltd.' and punctuation are ignored).

    Returns
    -------
    str
        The key; empty for an empty name.

    Notes
    -----
    Cost: some ten microseconds the first time, a dictionary look-up afterwards.

    Examples
    --------
    >>> unit_key("内蒙古自治区工业和信息化厅（盖章）") == unit_key("内蒙古工信厅")
    True
    >>> unit_key("吉林省农业科学院") == unit_key("吉林市农业科学院")
    False
    """
    return _key_of_base(name_parts(name).base)


@lru_cache(maxsize=65536)
def is_bare(key: str) -> bool:
    """
    Whether a key names a kind of body but nobody in particular (工信局, 第一医院).

    Examples
    --------
    >>> is_bare(unit_key("工业和信息化局")), is_bare(unit_key("包头市工信局"))
    (True, False)
    """
    return bool(words.BARE_KIND.match(key))


@lru_cache(maxsize=65536)
def name_parts(name: str) -> NameParts:
    """
    Take the brackets of a name apart.

    Examples
    --------
    >>> name_parts("内蒙古工业大学(原内蒙古工学院)").former_names
    ('内蒙古工学院',)
    >>> name_parts("包头钢铁（集团）有限责任公司").base
    '包头钢铁集团有限责任公司'
    """
    text = (
        unicodedata.normalize("NFKC", name).replace("〔", "(").replace("〕", ")").replace("【", "(").replace("】", ")")
    )
    told = units_told(text)
    if not told:
        return NameParts("")
    text, *others = told
    if not HAN.search(text):
        return NameParts(text)
    if text.isalnum() and not others:  # nearly every name: nothing to clean, no brackets
        return NameParts(text.casefold())
    text = words.NOISE.sub("", text).casefold()
    aliases, former = list(others), list[str]()
    base = words.BRACKETS.sub(lambda found: _bracket(found, text, aliases, former), text)
    return NameParts(base.replace("(", "").replace(")", ""), tuple(aliases), tuple(former))


@lru_cache(maxsize=65536)
def implied_parents(name: str) -> tuple[str, ...]:
    """
    Bodies that a name itself says it belongs to, nearest first.

    Examples
    --------
    >>> implied_parents("华为技术有限公司北京研究所")
    ('华为技术有限公司',)
    >>> implied_parents("内蒙古大学生创业园")
    ()
    """
    base = name_parts(name).base
    heads = set(_heads(base))
    own = _key_of_base(base)
    if base != name:
        heads |= _heads_of_brackets(unicodedata.normalize("NFKC", name).replace(" ", ""))
    return tuple(head for head in sorted(heads, key=len, reverse=True) if _key_of_base(head) != own)


def _heads_of_brackets(name: str) -> set[str]:
    """What a bracket tells as a campus or an office in another place."""
    campus = words.CAMPUS.match(name)
    office = words.FIRM_OFFICE.match(name)
    heads = {campus.group(1)} if campus and campus.group(1) not in words.SEPARATE_CAMPUSES else set()
    return heads | ({"".join(office.groups())} if office else set())


def _heads(base: str) -> Iterator[str]:
    for found in words.HEAD.finditer(base):
        head, tail = base[: found.end()], base[found.end() :]
        if len(head) > 3 and tail and _is_part(head, tail) and not is_bare(_key_of_base(head)):
            yield head


def _is_part(head: str, tail: str) -> bool:
    if words.NOT_A_PART.match(tail) or words.LEGAL_FORM.fullmatch(tail):
        return False
    if words.NOT_A_HEAD.match(f"{head[-2:]}|{tail}"):
        return False
    return bool(re.search(words.PART_TAIL, tail))


def _bracket(found: re.Match[str], text: str, aliases: list[str], former: list[str]) -> str:
    inside = found.group(1)
    if inside in words.DROPPED_BRACKETS or not inside:
        return ""
    mark = words.OTHER_NAME_MARK.match(inside)
    if mark:
        (former if mark.group(1).startswith(words.FORMER_MARKS) else aliases).append(inside[mark.end() :])
        return ""
    is_second_plate = found.end() == len(text) and len(inside) >= 6 and words.INSTITUTION_TAIL.search(inside)
    if is_second_plate and not inside.endswith(("学院", "所", "部")):
        aliases.append(inside)
        return ""
    return inside


@lru_cache(maxsize=65536)
def _key_of_base(base: str) -> str:
    if not HAN.search(base):
        return _english_key(base)
    text = plain_place(base)
    if "公司" in text or "股份" in text:
        text = _without_legal_form(text)
    if "第" in text:
        text = ORDINAL.sub(lambda found: f"第{_in_words(int(found.group(1)))}", text)
        text = ORDINAL_SCHOOL.sub(_short_ordinal, _contracted(text))
    text = _contracted(text)
    return words.ZONE_RANK.sub("", text) if words.ZONE.search(text) else text


def _without_legal_form(text: str) -> str:
    if "集团" in text:
        text = words.GROUP_COMPANY.sub("集团", text)
    short = words.LEGAL_FORM.sub("", text)
    if short.endswith(("公司", "股份")):
        short = words.SHARES_TAIL.sub("", words.COMPANY_TAIL.sub("", short))
    return short if len(short) >= 2 else text


def _contracted(text: str) -> str:
    return words.CONTRACTION_PATTERN.sub(lambda found: words.CONTRACTED[found.group()], text)


def _short_ordinal(found: re.Match[str]) -> str:
    return f"{found.group(1)}{'中' if found.group(2) == '中学' else found.group(2)}"


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _english_key(text: str) -> str:
    tokens = re.findall(r"[a-z0-9]+", text.casefold().replace("&", " and "))
    kept = [token for token in tokens if token not in ENGLISH_FILLERS]
    return " ".join({"univ": "university", "inst": "institute"}.get(token, token) for token in kept or tokens)
