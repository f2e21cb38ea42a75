"""Plain values (JSON, a stored form) → `Declaration`; everything malformed is reported at once, with its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rubrics.cell_reading import MalformedValueError, as_written, read_cells
from rubrics.declaration import Declaration, Entry, Known
from rubrics.form import Field, Form
from rubrics.known_facts import GROUPS, PATHS, read_known
from rubrics.numbers import Gap
from rubrics.problems import Problem

REMARKS = frozenset({"id", "case", "name", "title", "note", "comment"})
_LISTS = frozenset({"materials", "material_gaps", "evidence_missing"})
_TOP = frozenset({"declaration_year", "fields", "co2_total"}) | _LISTS | GROUPS | REMARKS


class MalformedDeclarationError(ValueError):
    """A declaration that cannot be read; ``problems`` lists every malformed place.

    Parameters
    ----------
    problems
        At least one, each with its path in the input.

    Examples
    --------
    >>> error = MalformedDeclarationError((Problem("fields", "unknown_key", "没有这一栏。"),))
    >>> str(error)
    'fields: 没有这一栏。'
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{problem.path}: {problem.message}" for problem in problems))


def read_declaration(
    form: Form, plain: Mapping[str, object], materials: Collection[int], *, complete: bool = False
) -> Declaration:
    """Return a declaration from plain values.

    Parameters
    ----------
    form
        Form of the pack.
    plain
        ``declaration_year``, ``fields`` and what is known beside the form; numbers as texts, whole numbers or
        `Decimal`; None is a blank cell and ``"无"`` the written answer.
    materials
        Numbers of the documents the pack asks for.
    complete
        Whether texts, names, dates and seals that are not given count as blank.

    Returns
    -------
    Declaration
        Every field of the form has its cells; a field not given is blank.

    Raises
    ------
    MalformedDeclarationError
        With every unknown key and every value that is not of its field's kind.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> declaration = read_declaration(form, {"fields": {"basic.area_km2": "200.01", "basic.operator": "无"}}, ())
    >>> declaration.numbers("basic.area_km2"), declaration.answer("basic.operator")
    ((Decimal('200.01'),), <Gap.NONE: '无'>)
    """
    notes = _Notes([])
    notes.unknown("", plain, _TOP)
    fields = notes.mapping("fields", plain.get("fields"))
    notes.unknown("fields.", fields, form.by_key)
    declaration = Declaration(
        form=form,
        year=_year(notes, plain.get("declaration_year")),
        cells={field.key: _cells(notes, field, fields) for field in form.fields},
        given=frozenset(fields),
        known=_known(notes, plain),
        materials=_materials(notes, plain.get("materials"), materials),
        material_gaps=_gaps(notes, plain.get("material_gaps"), materials),
        evidence_missing=_evidence(notes, plain.get("evidence_missing"), form),
        complete=complete,
    )
    if notes.problems:
        raise MalformedDeclarationError(tuple(notes.problems))
    return declaration


class _Notes:
    """Collects what is malformed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def add(self, path: str, code: str, template: str, values: Mapping[str, str]) -> None:
        self.problems.append(Problem(path, code, template, values))

    def unknown(self, path: str, found: Mapping[str, object], allowed: Collection[str]) -> None:
        for key in found:
            if key not in allowed:
                self.add(f"{path}{key}", "unknown_key", "不认识“{key}”，请核对写法。", {"key": as_written(key)})

    def mapping(self, path: str, value: object) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.add(path, "not_a_mapping", "此处应为“名称: 内容”的形式。", {})
        return {}

    def items(self, path: str, value: object) -> Sequence[object]:
        if isinstance(value, list | tuple):
            return value
        if value is not None:
            self.add(path, "not_a_list", "此处应为列表。", {})
        return ()


def _year(notes: _Notes, value: object) -> int | None:
    if value is None or (type(value) is int and 1900 < value < 2200):
        return value
    text = str(value)
    if isinstance(value, str) and text.isdecimal() and len(text) == 4:
        return int(text)
    notes.add("declaration_year", "not_a_year", "“{written}”不是年份。", {"written": as_written(value)})
    return None


def _cells(notes: _Notes, field: Field, fields: Mapping[str, object]) -> tuple[Entry, ...]:
    try:
        return read_cells(field, fields.get(field.key))
    except MalformedValueError as malformed:
        notes.add(f"fields.{field.key}", malformed.code, malformed.template, malformed.values)
        return (Gap.BLANK,) * field.years


def _known(notes: _Notes, plain: Mapping[str, object]) -> Mapping[str, Known]:
    values = {"co2_total": plain.get("co2_total")}
    for group in sorted(GROUPS):
        for key, value in notes.mapping(group, plain.get(group)).items():
            values[f"{group}.{key}"] = value
    known: dict[str, Known] = {}
    for path, value in values.items():
        if path not in PATHS:
            notes.add(path, "unknown_key", "不认识“{key}”，请核对写法。", {"key": path})
            continue
        try:
            known[path] = read_known(path, value)
        except MalformedValueError as malformed:
            notes.add(path, malformed.code, malformed.template, malformed.values)
    return known


def _number(notes: _Notes, path: str, value: object, allowed: Collection[int]) -> int | None:
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value
    if type(number) is int and (number in allowed or not allowed):
        return number
    notes.add(path, "not_a_material", "没有第“{written}”项材料。", {"written": as_written(value)})
    return None


def _materials(notes: _Notes, value: object, allowed: Collection[int]) -> frozenset[int] | None:
    if value is None:
        return None
    numbers = (_number(notes, "materials", entry, allowed) for entry in notes.items("materials", value))
    return frozenset(number for number in numbers if number is not None)


def _gaps(notes: _Notes, value: object, allowed: Collection[int]) -> dict[int, tuple[str, ...]]:
    gaps = {}
    for key, parts in notes.mapping("material_gaps", value).items():
        path = f"material_gaps.{key}"
        number = _number(notes, path, key, allowed)
        names = tuple(str(part) for part in notes.items(path, parts))
        if number is not None and names:
            gaps[number] = names
    return gaps


def _evidence(notes: _Notes, value: object, form: Form) -> frozenset[str]:
    keys = [str(key) for key in notes.items("evidence_missing", value)]
    notes.unknown("evidence_missing.", dict.fromkeys(keys), form.by_key)
    return frozenset(keys)
