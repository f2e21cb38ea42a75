"""Numbers of rows as a form sends them back: plain digits a database can hold, anything else is no choice."""

from collections.abc import Iterable, Mapping

LONGEST = 18


def row_number(text: str) -> int | None:
    """Return the number, or None for what no page of ours has sent.

    >>> [row_number(text) for text in ("7", " 7", "²", "9" * 5000)]
    [7, None, None, None]
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def chosen_numbers(texts: Iterable[str]) -> list[int]:
    """Return the rows that were ticked, in the order sent."""
    return [number for text in texts if (number := row_number(text)) is not None]


def texts_by_number(form: Mapping[str, str], prefix: str) -> dict[int, str]:
    """Return what was typed beside each row, from fields named prefix and number."""
    named = {name.removeprefix(prefix): text for name, text in form.items() if name.startswith(prefix)}
    return {number: text for name, text in named.items() if (number := row_number(name)) is not None}
