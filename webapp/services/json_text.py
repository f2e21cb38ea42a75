"""JSON text → plain values without a lost digit, or a refusal a clerk can act on."""

from __future__ import annotations

import json
from decimal import Decimal

from webapp.errors import Unusable


def parse_json(name: str, text: str) -> object:
    """Return the value of a JSON text; numbers with a point stay decimal, a key written twice is refused."""
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
        )
    except json.JSONDecodeError as error:
        template = "{name}：第 {line} 行第 {column} 个字符处不合 JSON 写法，请检查引号、逗号和括号。"
        raise Unusable("not_json", template, name=name, line=error.lineno, column=error.colno) from None
    except ValueError as error:
        raise Unusable("not_json", "{name}：JSON 有误，{detail}。", name=name, detail=str(error)) from None
    except RecursionError:
        raise Unusable("not_json", "{name}：JSON 有误，嵌套过深。", name=name) from None


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} 不是数字")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"“{repeated}”写了不止一遍")
    return found
