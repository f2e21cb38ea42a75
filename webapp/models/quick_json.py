"""Compact JSON of millions of small lists: the standard library's own encoder, made once and not for every call."""

import json
from collections.abc import Callable
from json import encoder
from typing import Any

PLAINLY = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def kept_encoder() -> Callable[[Any], str]:
    """Return a function that writes what PLAINLY writes; where Python has no encoder in C, that one itself."""
    make: Any = getattr(encoder, "c_make_encoder", None)
    text: Any = getattr(encoder, "c_encode_basestring", None)
    if make is None or text is None:
        return PLAINLY.encode
    parts = make(None, PLAINLY.default, text, None, ":", ",", False, False, True)
    return lambda value: "".join(parts(value, 0))


quick_json = kept_encoder()
