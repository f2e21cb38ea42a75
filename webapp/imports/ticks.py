"""Ticked and empty boxes in all the ways Word, WPS and people write them, as two characters."""

TICKED, EMPTY = "☑", "□"

# Private-use characters of the symbol fonts (Wingdings, Wingdings 2, Symbol) by their low byte.
SYMBOL_TICKED = frozenset({0xFE, 0xFD, 0xFC, 0xFB, 0x6E, 0x78, 0x52, 0x53, 0x54, 0x50, 0xD6})
SYMBOL_EMPTY = frozenset({0xA8, 0x6F, 0x70, 0x71, 0x72, 0xA3, 0x2A, 0x30})
BOXES_TICKED = frozenset("☑☒✅■◼⊠🗹🗷")
BOXES_EMPTY = frozenset("□☐◻▢❏❑⬜")
MARKS = frozenset("√✓✔∨")
SYMBOL_FONTS = ("wingdings", "webdings", "symbol")  # “Segoe UI Symbol” holds ordinary characters
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
