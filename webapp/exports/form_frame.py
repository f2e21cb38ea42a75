"""How the printed application form groups its fields, as data; what it does not name becomes a plain row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from rubrics.form import Field, Form, Section

SHORTENED = frozenset({"matrix", "inside", "plan", "signed"})  # blocks that stand without some of their fields
YEARS_TITLE = "年度"


@dataclass(frozen=True)
class Block:
    """Fields printed together, and the words the form prints with them."""

    kind: str
    keys: tuple[str, ...]
    text: str = ""
    corner: str = ""
    opening: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """The frame of the whole form: the titles, the lines of the cover, the blocks of the tables."""

    title: str
    notes_title: str
    cover: tuple[tuple[str, ...], ...]
    guided: frozenset[str]
    blocks: tuple[Block, ...]


@cache
def load_frame() -> Frame:
    """Return the frame that ships with the product."""
    text = (files("webapp.exports") / "templates" / "application_form.yaml").read_text(encoding="utf-8")
    plain = yaml.safe_load(text)
    blocks = tuple(Block(**{**block, "keys": tuple(block["keys"])}) for block in plain["blocks"])
    return Frame(
        plain["title"], plain["notes_title"], tuple(map(tuple, plain["cover"])), frozenset(plain["guided"]), blocks
    )


def blocks_of(form: Form, section: Section, frame: Frame) -> Iterator[tuple[Block, tuple[Field, ...]]]:
    """Yield the blocks of a section in printed order, each with those of its fields that the form has."""
    entries = form.in_section(section.key)
    known = {entry.key for entry in entries}
    grouped: dict[str, tuple[Block, tuple[str, ...]]] = {}
    for block in frame.blocks:
        keys = tuple(key for key in block.keys if key in known)
        if keys == block.keys or (keys and block.kind in SHORTENED):
            grouped[keys[0]] = block, keys
    done: set[str] = set()
    is_headed = False
    for entry in entries:
        if entry.key in grouped:
            block, keys = grouped[entry.key]
            is_headed = is_headed or block.kind == "years_header"
            done |= set(keys) if block.kind != "years_header" else set()
            yield block, tuple(form.field(key) for key in keys)
        if entry.key in done:
            continue
        if entry.years > 1 and not is_headed:
            is_headed = True
            yield Block("years_header", (entry.key,), text=YEARS_TITLE), (entry,)
        yield Block("years" if entry.years > 1 else "row", (entry.key,)), (entry,)
