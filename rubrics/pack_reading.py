"""The five files of a pack → `Pack`: every problem of every file in one pass."""

from __future__ import annotations

from collections.abc import Mapping

from rubrics.conditions import Condition, ReadingNote, parse_conditions
from rubrics.form import Form
from rubrics.form_loading import make_form
from rubrics.inheritance import inherited
from rubrics.known_facts import PATHS
from rubrics.model import Material, Pack, Source
from rubrics.pack_files import PACK_FILES, pack_texts
from rubrics.problems import PackProblemsError, Problem
from rubrics.procedure import Procedure
from rubrics.procedure_loading import make_procedure
from rubrics.reading import Node
from rubrics.references import unknown_references
from rubrics.rubric import Rubric
from rubrics.rubric_loading import make_rubric
from rubrics.yaml_text import read_document


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
    materials = node.each("materials", _material, required=False)
    for index, material in enumerate(materials):
        if any(material.number == other.number for other in materials[:index]):
            values = {"number": str(material.number)}
            node.problem(
                f"materials[{index}].number", "duplicate", "第 {number} 项材料写了两次，请改为不同的序号。", **values
            )
    return Pack(
        id=node.text("id"),
        title=node.text("title"),
        region=node.text("region"),
        form=form,
        conditions=conditions,
        rubric=rubric,
        procedure=procedure,
        materials=materials,
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
        number=node.integer("number", least=1),
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
