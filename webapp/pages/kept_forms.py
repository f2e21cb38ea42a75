"""Text that is rendered once with marks where something differs each time, and then only filled in.

The key is all that goes into the text, word for word: whatever differs otherwise is another text.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from flask import Flask, current_app
from markupsafe import Markup

# About 80 KB a page, 15 a declaration, less than one a finding or a row.
MOST, MOST_SMALL = 512, 16_384

Key = tuple[object, ...]
Place = tuple[str, str]
Mark = Callable[[str, str], Markup]
Values = Mapping[Place, str | bytes]
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Form:
    """Rendered text between places, and what goes into each: criterion and kind."""

    texts: tuple[bytes, ...]
    places: tuple[Place, ...]

    def filled(self, values: Values) -> bytes:
        """Put the values in; a place without one stays empty."""
        given = [values.get(place, b"") for place in self.places]
        parts = [*self.texts, *self.texts[1:]]
        parts[::2] = self.texts
        parts[1::2] = [one if isinstance(one, bytes) else one.encode() for one in given]
        return b"".join(parts)


@dataclass
class Kept(Generic[Kind]):
    """What was used last."""

    most: int
    known: OrderedDict[Key, Kind] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Key) -> Kind | None:
        """Return what is kept and remember that it was used."""
        with self.lock:
            found = self.known.get(key)
            if found is not None:
                self.known.move_to_end(key)
            return found

    def keep(self, key: Key, made: Kind) -> Kind:
        """Keep it and let go what was not used for longest."""
        with self.lock:
            self.known[key] = made
            while len(self.known) > self.most:
                self.known.popitem(last=False)
        return made


@dataclass
class Store:
    """All an application keeps of this kind: whole pages and what is declared, and the small things beside.

    The secret stands where a token goes in what is kept as text.
    """

    large: Kept[Any] = field(default_factory=lambda: Kept(MOST))
    small: Kept[Any] = field(default_factory=lambda: Kept(MOST_SMALL))
    secret: str = field(default_factory=lambda: secrets.token_hex(16))


def store() -> Store:
    """Return the application's store."""
    return cast(Store, current_app.extensions["zeyou_kept_forms"])


def cut_at_marks(render: Callable[[Mark], str]) -> Form:
    """Render with marks and cut at them; the marks cannot occur in what anybody declared."""
    secret = secrets.token_hex(12)

    def mark(criterion: str, kind: str) -> Markup:
        return Markup(f"[{secret} {criterion}/{kind}]")  # noqa: S704  # keys of packs and our own words

    pieces = re.split(rf"\[{secret} (.*?)/(.*?)\]", render(mark))
    texts = tuple(piece.encode() for piece in pieces[::3])
    return Form(texts, tuple(zip(pieces[1::3], pieces[2::3], strict=True)))


def install_kept_forms(app: Flask) -> None:
    """Give the application its store."""
    app.extensions["zeyou_kept_forms"] = Store()
