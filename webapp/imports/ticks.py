"""Ticked and empty boxes in all the ways Word, WPS and people write them, as two characters."""

import re

TICKED, EMPTY = "☑", "□"

# Private-use characters of the symbol fonts (Wingdings, Wingdings 2, Symbol) by their low byte.
SYMBOL_TICKED = frozenset({0xFE, 0xFD, 0xFC, 0xFB, 0x6E, 0x78, 0x52, 0x53, 0x54, 0x50, 0xD6})
SYMBOL_EMPTY = frozenset({0xA8, 0x6F, 0x70, 0x71, 0x72, 0xA3, 0x2A, 0x30})
BOXES_TICKED = frozenset("☑☒✅■◼⊠🗹🗷▣")
BOXES_CROSSED = frozenset("☒⊠🗷")
BOXES_EMPTY = frozenset("□☐◻▢❏❑⬜")
CIRCLES_TICKED, CIRCLES_EMPTY = "●◉⊙◎", "○◯"
MARKS = frozenset("√✓✔∨")
LATIN_MARKS = frozenset("VvＶｖ×Xx")  # typed for a √ by who has none at hand, or crossed
OVERLAY = re.compile(r"\\o(?:\s?\\a[clr])?\s?\(([^()]*)\)", re.IGNORECASE)
LONE_V = re.compile(r"(?<![A-Za-z0-9])[VvＶｖüþ](?![A-Za-z0-9])")  # ü, þ: ✓ and ☑ of Wingdings with the font lost
BRACKETS = re.compile(r"[（(\[［【〔]\s*([√✓✔∨VvＶｖ×Xx✗✘]?)\s*[)）\]］】〕]")
SYMBOL_FONTS = ("wingdings", "webdings", "symbol")  # “Segoe UI Symbol” holds ordinary characters
GREEK_FONT = "symbol"
TRUE_WORDS = frozenset({"1", "true", "on", ""})


def symbol(code: int) -> str:
    """Return the box a symbol font shows for this character, or nothing for any other symbol."""
    low = code & 0xFF
    if low in SYMBOL_TICKED:
        return TICKED
    return EMPTY if low in SYMBOL_EMPTY else ""


def box(is_ticked: bool) -> str:
    """Return the character that stands for a box in this state."""
    return TICKED if is_ticked else EMPTY


def without_private_symbols(text: str) -> str:
    """Return text whose private-use symbols (a box pasted with its font lost) are plain boxes."""
    if not any("\uf000" <= character <= "\uf0ff" for character in text):
        return text
    return "".join(symbol(ord(c)) if "\uf000" <= c <= "\uf0ff" else c for c in text)


def in_symbol_font(text: str) -> str:
    """Return what a run written in a symbol font shows: its letters are pictures, other characters are themselves."""
    return "".join(symbol(ord(c)) if "!" <= c <= "\xff" or "\uf000" <= c <= "\uf0ff" else c for c in text)


def with_marks(text: str) -> str:
    """Return text in which brackets and circles that people tick are boxes, and a letter V for want of a √ is one."""
    return LONE_V.sub("√", _circles_as_boxes(_brackets_as_boxes(text)))


def _brackets_as_boxes(text: str) -> str:
    """“是（√）否（ ）”: a cross in brackets refuses where others hold a √, and chooses where none does."""
    held = {match[1] for match in BRACKETS.finditer(text)}
    chosen = held & (MARKS | frozenset("VvＶｖ")) or held & LATIN_MARKS
    return BRACKETS.sub(lambda match: box(match[1] in chosen), text)


def _circles_as_boxes(text: str) -> str:
    """A full circle is a choice only beside empty ones; alone it is the mark of a list."""
    if not any(character in CIRCLES_EMPTY for character in text):
        return text
    full = dict.fromkeys(map(ord, CIRCLES_TICKED), TICKED)
    return text.translate(full | dict.fromkeys(map(ord, CIRCLES_EMPTY), EMPTY))


def drawn_boxes(instruction: str) -> str:
    """Return the boxes a field draws by putting characters over each other: 带圈字符 is ``eq \\o\\ac(□,√)``."""
    return "".join(_overlaid(match[1]) for match in OVERLAY.finditer(instruction))


def _overlaid(characters: str) -> str:
    shown = set(without_private_symbols(characters))
    if shown & BOXES_TICKED or (shown & BOXES_EMPTY and shown & (MARKS | LATIN_MARKS)):
        return TICKED
    return EMPTY if shown & BOXES_EMPTY else ""
