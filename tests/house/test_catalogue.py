"""The English catalogue: every text a page may show is in it, once, with the same places, and compiled."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from tests.stories.actors import web
from tools.catalogue import CHINESE, PLACE, PO, collected, compiled, stored, texts_of_module, texts_of_templates
from webapp.pages.act_titles import act_title

ROOT = Path(__file__).resolve().parents[2]
FULL_WIDTH = re.compile("[，。；：？！（）]")


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application without a database behind it."""
    return web(create_engine("sqlite://"))


def kept() -> dict[str, str]:
    """Return Chinese and English as they are kept."""
    return {str(message.id): str(message.string) for message in stored() if message.id}


def test_no_text_is_missing_from_the_catalogue() -> None:
    assert sorted(collected() - set(kept())) == []


def test_no_text_in_the_catalogue_is_obsolete() -> None:
    assert sorted(set(kept()) - collected()) == []


def test_every_text_has_its_english() -> None:
    assert [text for text, english in kept().items() if not english.strip()] == []


def test_places_are_the_same_in_both_languages() -> None:
    differing = [
        (text, english)
        for text, english in kept().items()
        if sorted(set(PLACE.findall(text))) != sorted(set(PLACE.findall(english)))
    ]
    assert differing == []


def test_percent_signs_of_templates_are_doubled() -> None:
    english = kept()
    wrong = [
        text for text in texts_of_templates() if re.search("%(?![(%])", (english.get(text) or "").replace("%%", ""))
    ]
    assert wrong == []


def test_english_keeps_no_chinese_sentence_marks() -> None:
    quoted = re.compile("“[^”]*”")
    assert [text for text, english in kept().items() if FULL_WIDTH.search(quoted.sub("", english))] == []


def test_english_names_chinese_words_only_where_they_are_typed() -> None:
    quoted = re.compile("“[^”]*”")
    assert [text for text, english in kept().items() if CHINESE.search(quoted.sub("", english))] == []


def test_compiled_catalogue_is_the_written_one() -> None:
    assert PO.with_suffix(".mo").read_bytes() == compiled(stored())


def test_messages_are_recognised_by_what_they_are() -> None:
    tree = ast.parse(
        '"""说明。"""\n'
        'raise Refusal("code", "没有文件")\n'
        'TEMPLATE = "共 {n} 份"\n'
        'WORD = "词"\n'
        'PATTERN = re.compile("句。")\n'
        'joined = f"第{n}条。"\n'
    )
    assert set(texts_of_module("webapp/pages/example.py", tree)) == {"code", "没有文件", "共 {n} 份"}


def test_every_act_in_the_ledger_has_a_title(app: Flask) -> None:
    found = {
        keyword.value.value
        for path in (ROOT / "webapp").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record_act"
        for keyword in node.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }
    with app.test_request_context("/"):
        assert [action for action in sorted(found) if act_title(action) == action] == []
