"""`form.yaml` → `Form`, with every problem noted at its path."""

from __future__ import annotations

from rubrics.form import FILLERS, KINDS, NONE_MEANINGS, OPTION_KINDS, Field, FillingRule, Form, Option, Section
from rubrics.reading import Node


def make_form(node: Node) -> Form:
    """Return the form a document describes; problems go to the node's list.

    Parameters
    ----------
    node
        The whole document: ``article``, ``source``, ``sections``, ``notes``, ``fields``, and ``labels`` that
        replace printed words of an inherited form.

    Returns
    -------
    Form
        As far as it could be read; usable only when no problem was noted.

    Examples
    --------
    >>> found = []
    >>> document = {"article": "附件", "source": "s", "sections": [], "notes": [], "fields": []}
    >>> make_form(Node(document, "form.yaml: ", found)).fields, found
    ((), [])
    """
    article, source = node.text("article"), node.text("source")
    labels = node.optional("labels", _labels) or {}
    form = Form(
        sections=node.each("sections", _section),
        notes=node.each("notes", _rule),
        fields=tuple(node.made(child, lambda one: _field(one, article, source, labels)) for child in _fields(node)),
    )
    _check_keys(form, node, labels)
    return form


def _fields(node: Node) -> tuple[Node, ...]:
    return tuple(node.children("fields"))


def _labels(node: Node) -> dict[str, str]:
    keys = list(node.value) if isinstance(node.value, dict) else []
    return {key: node.text(key) for key in keys}


def _section(node: Node) -> Section:
    return Section(
        key=node.text("key"),
        title=node.text("title"),
        source_line=node.integer("line"),
        max_chars=node.integer("max_chars", least=1) if node.has("max_chars") else None,
    )


def _rule(node: Node) -> FillingRule:
    return FillingRule(node.integer("number", least=1), node.text("text"), node.integer("line"))


def _field(node: Node, article: str, source: str, labels: dict[str, str]) -> Field:
    key = node.text("key")
    kind = node.one_of("kind", KINDS)
    printed = node.text("label")
    return Field(
        key=key,
        label=labels.get(key, printed),
        section=key.partition(".")[0],
        kind=kind,
        article=node.text("article", article),
        source=node.text("source", source),
        source_line=node.integer("line"),
        unit=node.text("unit", ""),
        years=_years(node),
        options=_options(node, kind),
        max_chars=node.integer("max_chars", least=1) if node.has("max_chars") else None,
        mandatory=node.flag("mandatory", True),
        evidence=_optional_text(node, "evidence"),
        evidence_group=_optional_text(node, "evidence_group"),
        none_means=node.one_of("none", NONE_MEANINGS, "answer"),
        filled_by=node.one_of("filled_by", FILLERS, "applicant"),
        not_above=_optional_text(node, "not_above"),
        same_as=_optional_text(node, "same_as"),
        average_of=_optional_text(node, "average_of"),
        notes=node.texts("notes"),
        guidance=node.text("guidance", ""),
    )


def _optional_text(node: Node, key: str) -> str | None:
    return node.text(key) if node.has(key) else None


def _years(node: Node) -> int:
    years = node.integer("years", 1)
    if years not in {1, 3}:
        node.problem("years", "not_allowed", "“years”应为 1 或 3。")
    return years


def _options(node: Node, kind: str) -> tuple[Option, ...]:
    labels = node.texts("options")
    if bool(labels) != (kind in OPTION_KINDS):
        node.problem("options", "options_mismatch", "只有勾选类字段有选项，且必须写出选项。")
    if len(set(labels)) != len(labels):
        node.problem("options", "duplicate", "选项文字重复，请改正。")
    return tuple(Option(number, label) for number, label in enumerate(labels, start=1))


def _check_keys(form: Form, node: Node, labels: dict[str, str]) -> None:
    sections = {section.key for section in form.sections}
    keys: set[str] = set()
    for index, field in enumerate(form.fields):
        place = f"fields[{index}]"
        if field.key in keys:
            node.problem(f"{place}.key", "duplicate", "字段“{key}”出现两次，请只留一处。", key=field.key)
        keys.add(field.key)
        if field.section not in sections:
            template = "字段“{key}”的部分“{section}”未在 sections 中列出。"
            node.problem(f"{place}.key", "unknown_section", template, key=field.key, section=field.section)
    for index, field in enumerate(form.fields):
        for name in ("not_above", "same_as", "average_of"):
            other = getattr(field, name)
            if other is not None and other not in keys:
                node.problem(f"fields[{index}].{name}", "unknown_field", "表中没有字段“{key}”。", key=other)
    for key in labels:
        if key not in keys:
            node.problem(f"labels.{key}", "unknown_field", "表中没有字段“{key}”。", key=key)
