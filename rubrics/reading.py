"""A strict reader of plain values: it hands out typed values and notes every problem with its path."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from rubrics.problems import Problem

Made = TypeVar("Made")


@dataclass
class Node:
    """One mapping of a pack's file, read key by key.

    Parameters
    ----------
    value
        The mapping; anything else is a problem and reads as empty.
    path
        Where it is, such as ``rubric.yaml: areas[2]``.
    problems
        Where problems go; shared by all nodes of a pack.

    Examples
    --------
    >>> found: list[Problem] = []
    >>> node = Node({"key": "a", "size": "large"}, "form.yaml: fields[0]", found)
    >>> node.text("key"), node.integer("years", 1)
    ('a', 1)
    >>> node.close()
    >>> [(problem.path, problem.code) for problem in found]
    [('form.yaml: fields[0].size', 'unknown_key')]
    """

    value: object
    path: str
    problems: list[Problem]
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not isinstance(self.value, Mapping):
            self.problem("", "not_a_mapping", "此处应为“名称: 内容”的形式。")
            self.value = {}

    def problem(self, key: str, code: str, template: str, /, **values: str) -> None:
        """Note a problem at a key of this mapping, or at the mapping itself for an empty key."""
        self.problems.append(Problem(self.place(key), code, template, values))

    def place(self, key: str) -> str:
        """Return the path of a key."""
        if not key:
            return self.path
        return f"{self.path}{key}" if self.path.endswith(": ") else f"{self.path}.{key}"

    def raw(self, key: str) -> object:
        """Return the value as it is, None when absent, and count the key as known."""
        self.used.add(key)
        return self.value.get(key) if isinstance(self.value, Mapping) else None

    def has(self, key: str) -> bool:
        """Whether the key is written with a value."""
        return self.raw(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; absent without a default, empty or of another type is a problem."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, "")
        if not isinstance(value, str) or not value.strip():
            self.problem(key, "not_a_text", "“{key}”应为文字。", key=key)
            return default or ""
        return value

    def integer(self, key: str, default: int | None = None, least: int = 0) -> int:
        """Return a whole number that is not below ``least``."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, 0)
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, "not_an_integer", "“{key}”应为整数。", key=key)
            return default or 0
        if value < least:
            self.problem(
                key, "not_positive" if least else "negative", "“{key}”应不小于 {least}。", key=key, least=str(least)
            )
        return value

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """Return a decimal number."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, Decimal(0))
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.problem(key, "not_a_number", "“{key}”应为数字，不加引号和单位。", key=key)
            return default or Decimal(0)
        return Decimal(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, default, False)
        if not isinstance(value, bool):
            self.problem(key, "not_true_or_false", "“{key}”应为 true 或 false。", key=key)
            return bool(default)
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return one of the allowed words."""
        value = self.text(key, default)
        if value and value not in allowed:
            words = "、".join(allowed)
            self.problem(key, "not_allowed", "“{value}”不在可选范围内，应为：{words}。", value=value, words=words)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when absent."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            self.problem(key, "not_a_list_of_texts", "“{key}”应为文字的列表。", key=key)
            return ()
        return tuple(value)

    def items(self, key: str, required: bool = True) -> tuple[object, ...]:
        """Return a list of anything."""
        value = self.raw(key)
        if value is None:
            return self._absent(key, None if required else (), ())
        if not isinstance(value, list):
            self.problem(key, "not_a_list", "“{key}”应为列表（每项以“- ”开头）。", key=key)
            return ()
        return tuple(value)

    def child(self, key: str) -> Node:
        """Return the mapping under a key."""
        return Node(self.raw(key), self.place(key), self.problems)

    def optional(self, key: str, make: Callable[[Node], Made]) -> Made | None:
        """Return what ``make`` makes of the mapping under a key, None when absent."""
        return self.made(self.child(key), make) if self.has(key) else None

    def each(self, key: str, make: Callable[[Node], Made], required: bool = True) -> tuple[Made, ...]:
        """Return what ``make`` makes of every mapping of the list under a key."""
        return tuple(self.made(node, make) for node in self.children(key, required))

    def children(self, key: str, required: bool = True) -> Iterator[Node]:
        """Yield every mapping of the list under a key."""
        for index, entry in enumerate(self.items(key, required)):
            yield Node(entry, f"{self.place(key)}[{index}]", self.problems)

    def close(self) -> None:
        """Note every key that nobody read."""
        written = self.value if isinstance(self.value, Mapping) else {}
        for key in written:
            if key not in self.used:
                self.problem(str(key), "unknown_key", "不认识“{key}”，请删去或改正写法。", key=str(key))

    @staticmethod
    def made(node: Node, make: Callable[[Node], Made]) -> Made:
        """Return what ``make`` makes of a node whose leftover keys are then noted."""
        result = make(node)
        node.close()
        return result

    def _absent(self, key: str, default: Made | None, stand_in: Made) -> Made:
        if default is not None:
            return default
        self.problem(key, "missing", "缺少“{key}”，请补上。", key=key)
        return stand_in
