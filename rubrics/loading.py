"""Text → Pack: every problem of a rule pack is found in one pass, with its path."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from rubrics.conditions import Condition, ReadingNote, parse_conditions
from rubrics.form import Form
from rubrics.form_loading import make_form
from rubrics.inheritance import inherited
from rubrics.known_facts import PATHS
from rubrics.model import Material, Pack, Source
from rubrics.problems import PackProblemsError, Problem, UnknownPackError
from rubrics.procedure import Procedure
from rubrics.procedure_loading import make_procedure
from rubrics.reading import Node
from rubrics.references import unknown_references
from rubrics.rubric import Rubric
from rubrics.rubric_loading import make_rubric
from rubrics.yaml_text import MAX_CHARS, read_document

PACK_FILES = ("pack.yaml", "form.yaml", "conditions.yaml", "rubric.yaml", "procedure.yaml")

__all__ = ["PACK_FILES", "load_folder", "load_pack", "open_pack", "pack_ids", "pack_texts", "read_pack"]


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the packs that come with the product, sorted.

    Examples
    --------
    >>> "nm-2023" in pack_ids()
    True
    """
    folders = (resources.files("rubrics") / "packs").iterdir()
    return tuple(sorted(folder.name for folder in folders if (folder / "pack.yaml").is_file()))


def pack_texts(pack_id: str) -> dict[str, str]:
    """Return the files of a pack that comes with the product: file name → text.

    Raises
    ------
    UnknownPackError
        No pack has this id.

    Examples
    --------
    >>> sorted(pack_texts("nm-2023")) == sorted(PACK_FILES)
    True
    """
    if pack_id not in pack_ids():
        raise UnknownPackError(pack_id)
    folder = resources.files("rubrics") / "packs" / pack_id
    return {name: (folder / name).read_text("utf-8") for name in PACK_FILES if (folder / name).is_file()}


@lru_cache(maxsize=32)
def load_pack(pack_id: str) -> Pack:
    """Return a pack that comes with the product; read once, then remembered.

    Raises
    ------
    UnknownPackError
        No pack has this id.
    PackProblemsError
        The pack's files hold problems.

    Examples
    --------
    >>> load_pack("nm-2023").region
    '内蒙古自治区'
    """
    return read_pack(pack_texts(pack_id))


def open_pack(name: str) -> Pack:
    """Return the pack named by an id, or by the path of a folder.

    A name with a path separator, or of an existing folder that is no pack's id, is read as a folder.

    Raises
    ------
    UnknownPackError
        Neither an id nor a folder.
    PackProblemsError
        The files hold problems.

    Examples
    --------
    >>> open_pack("nx-2023").id
    'nx-2023'
    """
    if name in pack_ids():
        return load_pack(name)
    folder = Path(name)
    if not folder.is_dir():
        raise UnknownPackError(name)
    return load_folder(folder)


def load_folder(folder: Path) -> Pack:
    """Return the pack whose files lie in a folder.

    Only the five files of a pack are read; each at most one million characters of UTF-8.

    Raises
    ------
    PackProblemsError
        The folder's files hold problems; all of them are listed.

    Examples
    --------
    >>> from importlib import resources
    >>> load_folder(Path(str(resources.files("rubrics") / "packs" / "nm-2023"))).id
    'nm-2023'
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        if path.stat().st_size > 4 * MAX_CHARS:
            problems.append(Problem(path.name, "too_large", "文件超过 100 万字，请拆小。"))
            continue
        try:
            texts[path.name] = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem(path.name, "not_utf8", "文件不是 UTF-8 编码，请另存为 UTF-8。"))
    if problems:
        raise PackProblemsError(tuple(problems))
    return read_pack(texts)


def read_pack(texts: Mapping[str, str]) -> Pack:
    """Return the pack written in these files.

    Parameters
    ----------
    texts
        File name → YAML text for the five ``PACK_FILES``. ``form.yaml``, ``rubric.yaml`` and ``procedure.yaml``
        may say ``from: <pack id>`` and write only what differs.

    Raises
    ------
    PackProblemsError
        With every problem of every file, not only the first.

    Notes
    -----
    About 0.05 s for a whole pack.

    Examples
    --------
    >>> try:
    ...     read_pack({"pack.yaml": "id: x"})
    ... except PackProblemsError as error:
    ...     sorted(problem.path for problem in error.problems if problem.code == "missing_file")
    ['conditions.yaml', 'form.yaml', 'procedure.yaml', 'rubric.yaml']
    """
    problems: list[Problem] = []
    documents = {name: _document(name, texts, problems) for name in PACK_FILES}
    problems += (_unknown_file(name) for name in texts if name not in PACK_FILES)
    pack = _pack(documents, problems)
    if problems:
        raise PackProblemsError(tuple(problems))
    return pack


def _unknown_file(name: str) -> Problem:
    values = {"names": "、".join(PACK_FILES)}
    return Problem(name, "unknown_file", "规则包只有这些文件：{names}，请改名或移走。", values)


def _document(name: str, texts: Mapping[str, str], problems: list[Problem]) -> object:
    """Return the plain value of one file, None when it is absent or unreadable (which is then a problem)."""
    if name not in texts:
        problems.append(Problem(name, "missing_file", "缺少这个文件，请补上。"))
        return None
    document, found = read_document(name, texts[name])
    problems += found
    if document is None and not found:
        problems.append(Problem(name, "empty_file", "文件是空的，请补上内容。"))
    return None if document is None else inherited(name, document, pack_texts, problems)


def _pack(documents: Mapping[str, object], problems: list[Problem]) -> Pack:
    """Read every file; what follows only from an unreadable file is not reported again."""

    def node(name: str) -> Node:
        document = documents[name]
        return Node({}, name, []) if document is None else Node(document, f"{name}: ", problems)

    form = Node.made(node("form.yaml"), make_form)
    stated = documents["conditions.yaml"]
    conditions, found = parse_conditions({} if stated is None else stated, "conditions.yaml: ")
    problems += () if stated is None else found
    keys = None if documents["form.yaml"] is None else frozenset(field.key for field in form.fields)
    if keys is not None:
        problems += unknown_references(stated, keys | frozenset(PATHS))
    ids = None if stated is None else frozenset(condition.id for condition in conditions)
    rubric = Node.made(node("rubric.yaml"), lambda part: make_rubric(part, keys, ids))
    procedure = Node.made(node("procedure.yaml"), make_procedure)
    return Node.made(node("pack.yaml"), lambda part: _whole(part, form, conditions, rubric, procedure))


def _whole(node: Node, form: Form, conditions: tuple[Condition, ...], rubric: Rubric, procedure: Procedure) -> Pack:
    return Pack(
        id=node.text("id"),
        title=node.text("title"),
        region=node.text("region"),
        form=form,
        conditions=conditions,
        rubric=rubric,
        procedure=procedure,
        materials=node.each("materials", _material, required=False),
        notes=node.each("readings", _note, required=False),
        sources=node.each("sources", _source),
        complete=node.flag("complete"),
        note=node.text("note", ""),
        labels=_words(node),
    )


def _words(node: Node) -> dict[str, str]:
    child = Node(node.raw("labels") or {}, node.place("labels"), node.problems)
    return {key: child.text(key) for key in (child.value if isinstance(child.value, dict) else {})}


def _material(node: Node) -> Material:
    return Material(
        number=node.integer("number"),
        title=node.text("title"),
        parts=node.texts("parts"),
        article=node.text("article"),
        source_line=node.integer("line"),
    )


def _note(node: Node) -> ReadingNote:
    return ReadingNote(node.text("key"), node.text("text"))


def _source(node: Node) -> Source:
    return Source(
        key=node.text("key"),
        title=node.text("title"),
        file=node.text("file", ""),
        issued=node.text("issued", ""),
        status=node.text("status"),
    )
