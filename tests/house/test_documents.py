"""The documents are true: links resolve, commands exist, screens are quoted word by word, both languages agree."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from scoring.registry import METHODS
from webapp.cli.entry import zeyou

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md"), *ROOT.glob("LICENSES/*.md")]
)
GUIDES = sorted(ROOT.glob("docs/guides/*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[\s|&;])(?:\.venv/bin/)?zeyou((?: [a-z][a-z-]*)+)")
TARGET = re.compile(r"(?:^|\s)make ([a-z][a-z-]*)")
QUOTED = re.compile(r"【([^】]+)】")


def named(path: Path) -> str:
    """Name a document as the reader does."""
    return str(path.relative_to(ROOT))


def code_of(document: Path) -> Iterator[str]:
    """Yield the code of a document, blocks and spans, line by line."""
    text = document.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        yield from block.splitlines()
    yield from INLINE.findall(FENCE.sub("", text))


def unknown_command(words: list[str]) -> str | None:
    """Follow the words into the command's contents; name the first that leads nowhere."""
    group: click.Command = zeyou
    for depth, word in enumerate(words):
        if not isinstance(group, click.Group):
            return None
        found = group.get_command(click.Context(group), word)
        if found is None:
            return " ".join(words[: depth + 1])
        group = found
    return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    links = [link for link in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))) if "://" not in link]
    targets = [unquote(link.partition("#")[0]) for link in links]
    assert [target for target in targets if target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_in_code_exists(document: Path) -> None:
    spoken = [words.split() for line in code_of(document) for words in COMMAND.findall(line)]
    assert [lost for words in spoken if (lost := unknown_command(words))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_make_target_in_code_exists(document: Path) -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = {target for line in code_of(document) for target in TARGET.findall(line)}
    assert asked - made == set()


def test_readme_has_the_same_sections_in_both_languages() -> None:
    outlines = []
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        headings = [line.partition(" ")[0] for line in text.splitlines() if line.startswith("#") and "# " in line[:4]]
        targets = [link.replace(".zh.md", ".md") for link in LINK.findall(text)]
        outlines.append((len(FENCE.findall(text)), [mark for mark in headings if set(mark) == {"#"}], targets))
    assert outlines[0] == outlines[1]


def test_every_guide_speaks_both_languages() -> None:
    chinese = {path.name.removesuffix(".zh.md") for path in GUIDES if path.name.endswith(".zh.md")}
    english = {path.stem for path in GUIDES if not path.name.endswith(".zh.md")}
    assert chinese == english


def test_every_scoring_method_has_its_page() -> None:
    assert {path.stem for path in ROOT.glob("docs/methods/*.md")} == set(METHODS)


def test_guides_quote_only_what_screens_say() -> None:
    folders = ("webapp/templates", "webapp/pages", "webapp/services", "webapp/exports", "rubrics/packs")
    sources = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    said = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    quoted = {(path.name, words) for path in GUIDES for words in QUOTED.findall(path.read_text(encoding="utf-8"))}
    assert sorted((name, words) for name, words in quoted if words and words not in said) == []


TEXTS = {".html", ".py", ".yaml"}
