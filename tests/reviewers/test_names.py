"""Names of people: one spelling, the order of pinyin and the order of strokes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewers.names import person_key, pinyin_key, split_name, stroke_key

SURNAME_READINGS = [
    *(
        ("单雄信", "shan4"),
        ("曾国藩", "zeng1"),
        ("解缙", "xie4"),
        ("仇英", "qiu2"),
        ("区寄", "ou1"),
        ("查良镛", "zha1"),
    ),
    *(
        ("翟天临", "zhai2"),
        ("缪荃孙", "miao4"),
        ("朴树", "piao2"),
        ("任正非", "ren2"),
        ("华罗庚", "hua4"),
        ("葛洪", "ge3"),
    ),
    *(
        ("盖叫天", "ge3"),
        ("尉健行", "wei4"),
        ("员半千", "yun4"),
        ("覃志刚", "qin2"),
        ("种师道", "chong2"),
        ("那英", "na1"),
    ),
    *(
        ("令狐冲", "ling2"),
        ("尉迟恭", "yu4"),
        ("万俟卨", "mo4"),
        ("长孙无忌", "zhang3"),
        ("澹台灭明", "tan2"),
        ("单于", "shan4"),
    ),
]


@pytest.mark.parametrize(("name", "reading"), SURNAME_READINGS)
def test_surname_takes_its_reading_as_surname(name: str, reading: str) -> None:
    assert pinyin_key(name).split()[0] == reading


@pytest.mark.parametrize(("name", "reading"), [("查干巴拉", "cha2"), ("乌兰图雅", "wu1"), ("那日松", "na4")])
def test_mongolian_given_name_keeps_everyday_reading(name: str, reading: str) -> None:
    assert pinyin_key(name).split()[0] == reading


def test_reading_of_one_person_can_be_corrected() -> None:
    assert pinyin_key("曾乐", reading="zeng1 yue4") == "zeng1 yue4 曾乐"


def test_short_syllable_sorts_before_longer_one() -> None:
    assert sorted(["尚一", "山一", "单一"], key=pinyin_key) == ["山一", "单一", "尚一"]  # shan1, shan4, shang4


def test_fewer_strokes_come_first_then_stroke_order() -> None:
    # 丁 2, 万 3, 王 4 (横), 长 4 (撇), 石 5, 李 7 (横), 张 7 (折)
    ordered = ["丁一", "万一", "王一", "长一", "石一", "李一", "张一"]
    mixed = ["张一", "石一", "丁一", "李一", "长一", "王一", "万一"]
    assert sorted(mixed, key=stroke_key) == ordered


def test_surnames_follow_the_order_of_official_lists() -> None:
    # the order of surnames in a published list 按姓氏笔画为序 (2022), where 习 541 precedes 马 551 and 张 precedes 陈
    published = list("丁习马王尹石刘李何张陈赵袁黄蔡")
    assert sorted(sorted(published), key=lambda surname: stroke_key(f"{surname}一")) == published


def test_five_kinds_of_strokes_break_ties_in_order() -> None:
    # six strokes each: 吉 横…, 吕 竖…, 朱 撇…, 江 点…, 孙 折…
    assert sorted(["孙一", "江一", "朱一", "吕一", "吉一"], key=stroke_key) == ["吉一", "吕一", "朱一", "江一", "孙一"]


def test_single_given_names_precede_double_ones() -> None:
    assert sorted(["王一凡", "王毅", "王宁"], key=stroke_key) == ["王宁", "王毅", "王一凡"]


def test_single_surname_precedes_compound_beginning_alike() -> None:
    assert sorted(["欧阳一", "欧一一"], key=stroke_key) == ["欧一一", "欧阳一"]


def test_name_without_surname_stands_by_its_first_character() -> None:
    assert sorted(["白音", "乌兰图雅", "丁一"], key=stroke_key) == ["丁一", "乌兰图雅", "白音"]


def test_unknown_character_comes_last_and_is_kept() -> None:
    assert sorted(["㛃一", "瞿一"], key=stroke_key) == ["瞿一", "㛃一"]


def test_composed_rare_characters_have_strokes() -> None:
    # 䶮 is 龙 (5) over 天 (4)
    assert stroke_key("䶮一").startswith("09")


@pytest.mark.parametrize(
    "written",
    ["王 伟", "王\u3000伟", "王伟（处长）", "王伟 13800000000", "王伟教授", "王·伟", "\u200b王伟", "王伟(女)"],
)
def test_spellings_of_one_name_share_a_key(written: str) -> None:
    assert person_key(written) == "王伟"


def test_latin_name_keeps_its_words_apart() -> None:
    assert person_key("John  SMITH") == "john smith"


def test_title_that_is_the_whole_name_stays() -> None:
    assert person_key("教授") == "教授"


def test_compound_surname_is_split_whole() -> None:
    assert split_name("欧阳娜娜") == ("欧阳", "娜娜")


@given(st.text(max_size=12))
def test_keys_never_fail_and_are_idempotent_on_names(text: str) -> None:
    assert person_key(person_key(text)) == person_key(text)
    assert isinstance(stroke_key(text), str)
