"""Names of people: one spelling for comparing them, and stored keys for the two customary orders."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from reviewers.surnames import COMPOUND, NO_SURNAME, READINGS
from reviewers.written_forms import simplified

BRACKETED = re.compile(r"[(\[〔【].*?[)\]〕】]")
NOT_A_NAME = re.compile(r"[^a-z\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
HONORIFIC = re.compile(r"(?<=..)(教授|副教授|研究员|高级工程师|高工|工程师|博士|先生|女士|同志|老师)$")
ROLE = re.compile(r"^\s*[\u4e00-\u9fff]{2,8}\s*[:：]")
BETWEEN_PEOPLE = re.compile(r"[、,;/]")
AND_OTHERS = re.compile(r"等(\d+人)?\s*$")
LONGEST_HAN_NAME = 3
HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def person_key(name: str) -> str:
    """
    One spelling of a person's name: no spaces, dots, brackets, numbers or titles, half width, simplified characters.

    Parameters
    ----------
    name : str
        As written on a form or in a table.

    Returns
    -------
    str
        Empty when nothing of a name is left.

    Examples
    --------
    >>> person_key("王 伟（主任）13800000000"), person_key("阿拉坦·乌拉") == person_key("阿拉坦乌拉")
    ('王伟', True)
    """
    text = simplified(BRACKETED.sub("", unicodedata.normalize("NFKC", name)).casefold())
    kept = NOT_A_NAME.sub("" if HAN_NAME.search(text) else " ", text).strip()
    return HONORIFIC.sub("", kept)


def people_told(cell: str) -> tuple[str, ...]:
    """
    The keys of all persons one cell names: several with 、 between them, a role before, 等 behind.

    Examples
    --------
    >>> people_told("组长：張偉、李强等5人"), people_told("王伟（主任，分管）")
    (('张伟', '李强'), ('王伟',))
    """
    text = BRACKETED.sub("", unicodedata.normalize("NFKC", cell))
    parts = (ROLE.sub("", AND_OTHERS.sub("", part)) for part in BETWEEN_PEOPLE.split(text))
    return tuple(dict.fromkeys(key for part in parts if (key := person_key(part))))


def split_name(name: str) -> tuple[str, str]:
    """
    Surname and given name; a name of four or more characters without a compound surname has no surname.

    Examples
    --------
    >>> split_name("欧阳修"), split_name("单田方"), split_name("乌兰图雅")
    (('欧阳', '修'), ('单', '田方'), ('', '乌兰图雅'))
    """
    text = person_key(name)
    if text[:2] in COMPOUND and len(text) > 2:
        return text[:2], text[2:]
    if not 2 <= len(text) <= LONGEST_HAN_NAME or text.isascii() or text.startswith(NO_SURNAME):
        return "", text
    return text[:1], text[1:]


def pinyin_key(name: str, reading: str = "") -> str:
    """
    The key that sorts names in alphabetical order of their pinyin, surnames read as surnames.

    Parameters
    ----------
    name : str
        As written.
    reading : str
        What the organiser entered for this person (``zeng1 guo2 fan1``); empty to work it out.

    Returns
    -------
    str
        Syllables with tone digits, ü as v, separated by spaces, then the name so that equal readings keep apart.
        Sort it by code point: the same order in every database.

    Notes
    -----
    Readings of given names come from pypinyin's phrases; a rare reading is corrected for one person by ``reading``.

    Examples
    --------
    >>> pinyin_key("单田方"), pinyin_key("万俟卨")
    ('shan4 tian2 fang1 单田方', 'mo4 qi2 xie4 万俟卨')
    """
    surname, given = split_name(name)
    spoken = reading.strip() or " ".join([*_surname_syllables(surname), *_syllables(given)])
    return f"{spoken} {person_key(name)}".strip()


def stroke_key(name: str) -> str:
    """
    The key that sorts names 按姓氏笔画: fewer strokes first, then stroke by stroke 横 竖 撇 点 折.

    The surname decides; under one surname the names of one character come before those of two; then the characters of
    the given name decide in the same way. A one-character surname comes before a compound one that begins alike.

    Parameters
    ----------
    name : str
        As written.

    Returns
    -------
    str
        Sort it by code point. A character missing from the table counts as 99 strokes and so comes last.

    Notes
    -----
    Characters with the same strokes (土, 士) follow their code points; the official rule looks at their structure.

    Examples
    --------
    >>> sorted(["张三", "李四", "长孙无忌", "石一", "王小二", "王一"], key=stroke_key)
    ['王一', '王小二', '长孙无忌', '石一', '李四', '张三']
    """
    surname, given = split_name(name)
    if not surname:
        surname, given = given[:1], given[1:]  # 乌兰图雅 stands among those that begin with 乌
    family = "+".join(_strokes(character) for character in surname)
    return f"{family} {len(given):02d} {' '.join(_strokes(character) for character in given)}"


def _surname_syllables(surname: str) -> list[str]:
    if surname in COMPOUND:
        return list(COMPOUND[surname])
    return [READINGS[surname]] if surname in READINGS else _syllables(surname)


def _syllables(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # its tables take a quarter of a second to load

    return list(lazy_pinyin(text, style=Style.TONE3)) if text else []


def _strokes(character: str) -> str:
    if character.isascii():
        return f"00{character}"
    written = _stroke_table().get(character)
    return f"99.{ord(character):05x}" if written is None else f"{len(written):02d}{written}.{ord(character):05x}"


@cache
def _stroke_table() -> dict[str, str]:
    text = (files("reviewers") / "strokes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {character: digits for digits, characters in rows for character in characters}
