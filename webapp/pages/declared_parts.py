"""What a scoring page shows of declaration and rubric: the same for every expert and visit, so it is kept rendered.

The key is all that goes into it, word for word: a declaration, finding, year or language that differs is another.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, cast

from flask import Flask, current_app
from flask_babel import get_locale
from markupsafe import Markup

from webapp.services.describe_desk import Desk

# About 80 KB each: the declarations of a large round in one language.
MOST = 128


class Part(NamedTuple):
    """What stands beside the points of one criterion."""

    declared: Markup
    bands: Markup


Parts = Mapping[str, Part]


@dataclass
class Kept:
    """The rendered parts used last."""

    parts: OrderedDict[tuple[str, ...], Parts] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: tuple[str, ...]) -> Parts | None:
        """Return an entry and remember that it was used."""
        with self.lock:
            if key in self.parts:
                self.parts.move_to_end(key)
            return self.parts.get(key)

    def keep(self, key: tuple[str, ...], parts: Parts) -> Parts:
        """Keep an entry and let the one go that was not used for longest."""
        with self.lock:
            self.parts[key] = parts
            while len(self.parts) > MOST:
                self.parts.popitem(last=False)
        return parts


def declared_parts(desk: Desk) -> Parts:
    """Return facts, findings, long texts and score bands beside each criterion."""
    kept = cast(Kept, current_app.extensions["zeyou_declared"])
    sheet, screening = desk.sheet, desk.screening
    key = (
        str(get_locale()),
        sheet.round.pack_id,
        repr(desk.years),
        repr(sheet.declaration.answers),
        repr(screening.result["findings"] if screening else None),
    )
    return kept.find(key) or kept.keep(key, render_parts(desk))


def render_parts(desk: Desk) -> Parts:
    """Render the parts of each criterion with the macros that other pages use too."""
    shown = current_app.jinja_env.get_template("desk/criterion.html").make_module({})
    declared, bands = (getattr(shown, macro) for macro in Part._fields)
    return {one.key: Part(declared(desk, one), bands(one)) for area in desk.areas for one in area.criteria}


def install_declared_parts(app: Flask) -> None:
    """Give the application its store."""
    app.extensions["zeyou_declared"] = Kept()
    app.jinja_env.globals["declared_parts"] = declared_parts
