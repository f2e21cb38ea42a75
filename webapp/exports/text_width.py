"""How wide a text runs and into how many lines it falls, counted in half-width letters."""

from __future__ import annotations

from math import ceil
from unicodedata import east_asian_width


def letters(text: str) -> int:
    """The width in half-width letters: a Chinese character or sign takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def n_lines(text: str, width: float) -> int:
    """The lines the text takes in a column so many letters wide, a little generous, since words do not fill lines."""
    usable = max(2.0, width - 1)
    return sum(max(1, ceil(letters(line) * 1.05 / usable)) for line in text.split("\n"))
