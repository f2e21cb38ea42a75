"""YAML text of a rule pack → plain values, safe for hostile text and without a binary float.

The parser's events are read one by one: nothing is constructed but mappings, lists, texts, whole numbers, decimals,
true/false and null; aliases, tags, second documents, deep nesting and oversized texts are refused; a key written
twice is a problem instead of a silent overwrite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from rubrics.problems import Problem

MAX_CHARS = 1_000_000
MAX_DEPTH = 24
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """Carries one problem out of the event loop."""

    def __init__(self, code: str, template: str, line: int) -> None:
        self.code, self.template, self.line = code, template, line


def read_document(name: str, text: str) -> tuple[object, tuple[Problem, ...]]:
    """Return the plain value of a YAML text and the problems found while reading it.

    Parameters
    ----------
    name
        File name, the beginning of every problem's path.
    text
        At most one million characters; one YAML document.

    Returns
    -------
    tuple
        The value (None when the text cannot be read) and the problems. Numbers with a point are `Decimal`.

    Examples
    --------
    >>> read_document("pack.yaml", "weight: 12.50\\nparts: [一, 二]")
    ({'weight': Decimal('12.50'), 'parts': ['一', '二']}, ())
    >>> [problem.code for problem in read_document("pack.yaml", "id: a\\nid: b")[1]]
    ['duplicate_key']
    """
    if len(text) > MAX_CHARS:
        return None, (Problem(name, "too_large", "文件超过 100 万字，请拆小。"),)
    builder = _Builder(name)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        values = {"line": str(mark.line + 1 if mark else 1), "detail": str(getattr(error, "problem", error))}
        problem = Problem(name, "not_yaml", "第 {line} 行不合 YAML 写法（{detail}），请检查缩进、冒号和引号。", values)
        return None, (problem,)
    except _RefusedError as refused:
        return None, (Problem(name, refused.code, refused.template, {"line": str(refused.line)}),)
    return builder.root, tuple(builder.problems)


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


@dataclass
class _Open:
    """A mapping or list being filled; ``key`` waits for its value."""

    value: dict[str, object] | list[object]
    path: str
    key: str | None = None


@dataclass
class _Builder:
    name: str
    root: object = None
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError("alias", "第 {line} 行使用了别名（*），规则包里不允许，请写出全文。", line)
        if getattr(event, "tag", None) not in {None, "!"}:
            raise _RefusedError("tag", "第 {line} 行使用了类型标记（!!），规则包里不允许。", line)
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(line)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _start_document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _RefusedError("second_document", "第 {line} 行开始了第二份文档（---），一个文件只能有一份。", line)

    def _open(self, value: dict[str, object] | list[object], line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError("too_deep", "第 {line} 行嵌套过深，请减少层数。", line)
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise _RefusedError("not_a_name", "第 {line} 行的名称不是文字，请改为普通文字。", line)
        path = self._place()
        self._put(value)
        self.stack.append(_Open(value, path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            top.key = event.value
            if event.value in top.value:
                values = {"key": event.value, "line": str(line)}
                template = "第 {line} 行把“{key}”又写了一遍，请只留一处。"
                self.problems.append(Problem(f"{self.name}: {self._place()}", "duplicate_key", template, values))
            return
        self._put(_plain(event.value) if event.implicit[0] else event.value)

    def _place(self) -> str:
        if not self.stack:
            return ""
        top = self.stack[-1]
        if isinstance(top.value, list):
            return f"{top.path}[{len(top.value)}]"
        return f"{top.path}.{top.key}" if top.path else f"{top.key}"

    def _put(self, value: object) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            top.value[top.key] = value
            top.key = None


def _plain(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
