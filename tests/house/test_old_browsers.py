"""Scripts and styles use nothing newer than Chromium 78, nor what browsers offer to https only: desks are opened there.

An unknown word in a style is skipped and needs a fallback; in a script it stops the whole file.
"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "webapp" / "static"
# Each with the first Chromium that knows it.
NEWER_IN_SCRIPTS = {
    r"\?\.(?!\d)": "optional chaining, 80",
    r"\?\?": "nullish coalescing, 80",
    r"(\|\||&&|\?\?)=": "logical assignment, 85",
    r"\.at\(": "at, 92",
    r"\.replaceAll\(": "replaceAll, 85",
    r"\bstructuredClone\b": "structuredClone, 98",
    r"\bPromise\.any\b": "Promise.any, 85",
    r"\bAbortSignal\.(timeout|any)\b": "AbortSignal.timeout, 103",
    r"\bObject\.(hasOwn|groupBy)\b": "Object.hasOwn, 93",
    r"\.(toSorted|toReversed|findLast|replaceChildren)\(": "86 and later",
    r"\bcrypto\.(randomUUID|subtle)\b": "https only",
    r"\b(navigator\.(clipboard|serviceWorker|locks)|showSaveFilePicker)\b": "https only",
    r"^\s*(static\s+)?#\w+": "private members, 84",
    r"\b\d+_\d+\b": "numeric separators, 75, not in every old kernel",
    r"\(\?<[=!]": "lookbehind, not in every old kernel",
    r"\b(import|export)\b": "modules are not served",
}
NEWER_IN_STYLES = {
    r":(is|where|has|not\([^)]*,)\b": "88 and later",
    r":focus-visible": "86",
    r"(?<![\w-])(row-|column-)?gap\s*:": "84 in flex; grid-gap is known",
    r"\b(clamp|color-mix|min|max)\(": "79; minmax is known",
    r"\binset\s*:": "87",
    r"\baspect-ratio\s*:": "88",
    r"@(layer|container|property|supports selector)": "85 and later",
    r"\b\d+(dvh|svh|lvh|cqw)\b": "108",
    r"\baccent-color\b|\bcontent-visibility\b|overflow\s*:\s*clip|text-wrap": "85 and later",
    r"^\s*&": "nesting, 112",
}


def without_comments(text: str) -> str:
    """Return a script or style as the browser reads it."""
    return re.sub(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", " ", text, flags=re.DOTALL)


def newer(path: Path, features: dict[str, str]) -> list[str]:
    """Name what the file uses that the oldest browser does not know."""
    text = without_comments(path.read_text(encoding="utf-8"))
    return [name for pattern, name in features.items() if re.search(pattern, text, re.MULTILINE)]


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_script_is_read_by_chromium_78(path: Path) -> None:
    assert newer(path, NEWER_IN_SCRIPTS) == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_style_is_read_by_chromium_78(path: Path) -> None:
    assert newer(path, NEWER_IN_STYLES) == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_long_words_break_in_chromium_78_too(path: Path) -> None:
    rules = re.findall(r"{[^{}]*overflow-wrap: anywhere[^{}]*}", path.read_text(encoding="utf-8"))
    assert [rule for rule in rules if "word-break: break-word" not in rule] == []
