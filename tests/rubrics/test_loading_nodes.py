"""The strict reader of a pack's mappings: every type, its default and its problem."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from rubrics.problems import Problem
from rubrics.reading import Node
from rubrics.yaml_text import MAX_CHARS, MAX_DEPTH, read_document

Read = Callable[[Node], object]


def reading(value: object, read: Read) -> tuple[object, list[str]]:
    """What a reader gives for a value under the key ``k``, and the codes of its problems."""
    problems: list[Problem] = []
    given = read(Node({"k": value}, "f: ", problems))
    assert all(problem.path.startswith("f: k") for problem in problems)
    return given, [problem.code for problem in problems]


@pytest.mark.parametrize("value", ["", "  ", 3, True, ["a"], Decimal("1.5")])
def test_text_that_is_empty_or_of_another_type_reads_as_its_default(value: object) -> None:
    assert reading(value, lambda node: node.text("k")) == ("", ["not_a_text"])
    assert reading(value, lambda node: node.text("k", "甲")) == ("甲", ["not_a_text"])


@pytest.mark.parametrize("value", ["3", True, Decimal("3.0"), [3]])
def test_integer_of_another_type_reads_as_its_default(value: object) -> None:
    assert reading(value, lambda node: node.integer("k")) == (0, ["not_an_integer"])
    assert reading(value, lambda node: node.integer("k", 7)) == (7, ["not_an_integer"])


@pytest.mark.parametrize("value", ["3", True, [3]])
def test_decimal_of_another_type_reads_as_its_default(value: object) -> None:
    assert reading(value, lambda node: node.decimal("k")) == (Decimal(0), ["not_a_number"])
    assert reading(value, lambda node: node.decimal("k", Decimal(7))) == (Decimal(7), ["not_a_number"])


@pytest.mark.parametrize(("value", "given"), [(3, Decimal(3)), (Decimal("3.50"), Decimal("3.50"))])
def test_decimal_takes_whole_and_broken_numbers(value: object, given: Decimal) -> None:
    assert reading(value, lambda node: node.decimal("k")) == (given, [])


@pytest.mark.parametrize("value", ["true", 1, 0, []])
def test_flag_of_another_type_reads_as_its_default(value: object) -> None:
    assert reading(value, lambda node: node.flag("k")) == (False, ["not_true_or_false"])
    assert reading(value, lambda node: node.flag("k", True)) == (True, ["not_true_or_false"])


@pytest.mark.parametrize("value", ["a", ["a", ""], ["a", 3], [["a"]], {"a": 1}])
def test_list_of_texts_with_anything_else_reads_as_empty(value: object) -> None:
    assert reading(value, lambda node: node.texts("k")) == ((), ["not_a_list_of_texts"])


@pytest.mark.parametrize("value", ["a", 3, {"a": 1}])
def test_list_of_another_type_reads_as_empty(value: object) -> None:
    assert reading(value, lambda node: node.items("k")) == ((), ["not_a_list"])


def test_absent_keys_read_as_default_or_are_named_missing() -> None:
    readers: tuple[Read, ...] = (
        lambda node: node.text("k"),
        lambda node: node.integer("k"),
        lambda node: node.decimal("k"),
        lambda node: node.flag("k"),
        lambda node: node.items("k"),
    )
    assert [reading(None, read) for read in readers] == [
        ("", ["missing"]),
        (0, ["missing"]),
        (Decimal(0), ["missing"]),
        (False, ["missing"]),
        ((), ["missing"]),
    ]
    assert reading(None, lambda node: (node.text("k", ""), node.integer("k", 0), node.flag("k", False))) == (
        ("", 0, False),
        [],
    )
    assert reading(None, lambda node: (node.texts("k"), node.items("k", required=False))) == (((), ()), [])


def test_word_outside_the_allowed_is_named_with_the_allowed() -> None:
    problems: list[Problem] = []
    Node({"k": "丙"}, "f: ", problems).one_of("k", ("甲", "乙"))
    assert [problem.message for problem in problems] == ["“丙”不在可选范围内，应为：甲、乙。"]


def test_paths_of_children_count_from_zero() -> None:
    problems: list[Problem] = []
    root = Node({"a": [{"b": [{"c": 1}, 5]}]}, "f: ", problems)
    for child in root.children("a"):
        for grandchild in child.children("b"):
            grandchild.close()
    assert [(problem.path, problem.code) for problem in problems] == [
        ("f: a[0].b[0].c", "unknown_key"),
        ("f: a[0].b[1]", "not_a_mapping"),
    ]


def test_largest_and_deepest_document_is_still_read() -> None:
    assert read_document("f", "x" * MAX_CHARS)[1] == ()
    assert read_document("f", "[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == ()
    assert [one.code for one in read_document("f", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[1]] == ["too_deep"]
