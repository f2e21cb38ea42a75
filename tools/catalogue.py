"""Keep the English catalogue: collect every text a person may see in the browser, merge it, compile it.

    python tools/catalogue.py            collect, merge into messages.po, compile messages.mo, list what is missing
    python tools/catalogue.py --missing  print the Chinese texts that have no English yet, one JSON string per line
    python tools/catalogue.py --merge F  take translations from a JSON file {Chinese: English} first

The Chinese text is the message's name. Templates mark theirs with _(); engines and services write messages as plain
literals beside a code, so they are recognised by what they are: a sentence, a text with named places, or an argument of
one of the calls that carry messages.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "webapp/translations/en/LC_MESSAGES/messages.po"
MADE = datetime(2026, 11, 22, tzinfo=UTC)
CHINESE = re.compile("[一-鿿]")
PLACE = re.compile(r"\{[a-z_0-9]+(?::[^{}]*)?\}|%\([a-z_]+\)[sd]")
CALLS = {
    "_", "gettext", "Refusal", "NotPermitted", "NotFound", "StaleWrite", "Problem", "ProblemsFound", "Note",
    "Method", "_average", "_normalised", "RoundDocument", "Outcome", "write",
}  # fmt: skip
# Tables of titles: (file, name of the constant).
TABLES = {
    ("webapp/services/asked_particulars.py", "TITLES"),
    ("webapp/services/verify_bundle.py", "CHECKS"),
    ("webapp/forms/round_settings.py", "DATES"),
    ("webapp/forms/round_settings.py", "WHOLE_NUMBERS"),
    ("reviewers/affinity.py", "PART_TITLES"),
    ("reviewers/affinity.py", "NOTHING_KNOWN"),
    ("reviewers/conflicts.py", "RULE_TITLES"),
    ("reviewers/draw_record.py", "OUTCOME_TITLES"),
}
ROOMS = ("webapp", "rubrics", "reviewers", "scoring")
# Printed on paper, on the command line or stored as data: Chinese only.
UNSEEN = (
    "webapp/exports/(?!round_documents|(round|registry|declaration)_papers|picture_document|pdf)",
    "webapp/cli/", "webapp/migrations/", "webapp/models/", "webapp/settings",
    "webapp/services/(example/|assign_|rank_file|explain_file|check_pack|new_pack|show_pack|json_text|compute_dates)",
    "webapp/services/(import_scores|screen_declaration|warn_emissions|compare_packs)", "webapp/imports/score_table",
    "rubrics/(loading|.*_loading|.*_reading|reading|references|yaml_text|inheritance|demands|conditions|form\\b)",
    "rubrics/(holiday_notices|known_facts|predicates/(bounds|vocabulary|required))",
    "reviewers/assignment/(checks|problem|faults)", "scoring/(rating_checks|round_arrays)",
)  # fmt: skip
HIDDEN = re.compile("|".join(f"(?:{pattern})" for pattern in UNSEEN))


def main() -> None:
    """Do what the arguments ask for."""
    catalogue = merged(collected())
    if "--merge" in sys.argv:
        given = json.loads(Path(sys.argv[sys.argv.index("--merge") + 1]).read_text(encoding="utf-8"))
        for text, english in given.items():
            if text in catalogue:
                catalogue[text].string = english
    missing = [message.id for message in catalogue if message.id and not message.string]
    if "--missing" in sys.argv:
        print("\n".join(json.dumps(text, ensure_ascii=False) for text in missing))
        return
    save(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} without English")


def collected() -> set[str]:
    """Collect every Chinese text that a page may show."""
    return {text for text in (*texts_of_templates(), *texts_of_code()) if CHINESE.search(text)}


def texts_of_templates() -> Iterator[str]:
    """Yield what templates mark for translation."""
    for path in sorted((ROOT / "webapp/templates").rglob("*.html")):
        options = {"trimmed": "true", "silent": "false"}
        for _line, found, _comments, _context in extract_from_file("jinja2", path, options=options):
            yield found if isinstance(found, str) else str(found[0])


def texts_of_code() -> Iterator[str]:
    """Yield the messages written in the code of the rooms whose words reach a page."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not HIDDEN.match(name):
                yield from texts_of_module(name, ast.parse(path.read_text(encoding="utf-8")))


def texts_of_module(name: str, tree: ast.Module) -> Iterator[str]:
    """Yield the messages of one module."""
    silent = {id(part) for node in ast.walk(tree) if not_shown(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and name_of_call(node) in CALLS
        is_table = isinstance(node, ast.Assign | ast.AnnAssign) and (name, target_of(node)) in TABLES
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in silent:
                is_message = part.value.endswith("。") or PLACE.search(part.value)
                if is_message or is_call or is_table:
                    yield part.value


def not_shown(node: ast.AST) -> bool:
    """Recognise docstrings, patterns, comparisons and strings put together from pieces."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.JoinedStr | ast.Compare) or (
        isinstance(node, ast.Call) and name_of_call(node) == "compile"
    )


def name_of_call(node: ast.Call) -> str:
    """Return the last word of what is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def target_of(node: ast.Assign | ast.AnnAssign) -> str:
    """Return the name a value is given."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def stored() -> Catalog:
    """Read the catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def merged(texts: set[str]) -> Catalog:
    """Give every collected text the English it already has; forget the rest."""
    old = stored() if PO.exists() else Catalog(locale="en")
    # A fixed moment, so that collecting again without a new text changes no byte.
    fresh = Catalog(locale="en", project="zeyou", creation_date=MADE, revision_date=MADE, fuzzy=False)
    fresh.header_comment = "# English texts of Zeyou; collected and compiled by tools/catalogue.py."
    for text in sorted(texts):
        fresh.add(text, old[text].string if text in old else "")
    return fresh


def compiled(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def save(catalogue: Catalog) -> None:
    """Write both files."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True)
    PO.with_suffix(".mo").write_bytes(compiled(stored()))


if __name__ == "__main__":
    main()
