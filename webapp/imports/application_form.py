"""A filled application form, .docx or old .doc, whoever filled it, as one declaration with its problems."""

from collections.abc import Iterator, Mapping

from rubrics.answers import Answer
from rubrics.form import Field, Form
from webapp.imports.answer_text import raw_answer
from webapp.imports.form_labels import labels_of
from webapp.imports.form_lines import untitled
from webapp.imports.form_rows import RUNNING_TEXT, sections_of
from webapp.imports.form_tables import Found, SectionReader
from webapp.imports.imported_declaration import CellProblem, ImportedDeclaration, Place, answer_or_problems
from webapp.imports.refusal import RefusedFileError
from webapp.imports.word_document import Document, read_document

NOT_THE_FORM = "文件里没有找到《申报表》的栏目，可能传错了文件。请上传填好的申报表（可先在系统里下载空白表）。"
NOT_FOUND = "表里没有找到“{label}”这一栏，可能被删去或改了名称。请用系统里下载的空白申报表填写。"
YEARS_DIFFER = "各表表头的年度不一致：{years}。请统一为同样的三个年度。"


def import_application_form(data: bytes, filename: str, form: Form) -> ImportedDeclaration:
    """Return the declaration a filled form holds; `RefusedFileError` for a file that is no such form."""
    found = read_form(read_document(data, filename), form)
    if len(found) < len(form.fields) // 10:
        raise RefusedFileError("word.not_the_form", NOT_THE_FORM)
    fields: dict[str, Answer] = {}
    problems: list[CellProblem] = []
    for entry in form.fields:
        answer = _years(form, entry, found) if entry.kind == "years" else _answer(entry, found.get(entry.key))
        if isinstance(answer, tuple):
            problems += answer
        else:
            fields[entry.key] = answer
    return ImportedDeclaration(fields, tuple(problems), filename)


def read_form(document: Document, form: Form) -> dict[str, Found]:
    """Return the raw text of every field found in the document."""
    printed = frozenset(untitled(section.title) for section in form.sections)
    rows = sections_of(document, form)
    found: dict[str, Found] = {}
    for section in form.sections:
        labels = tuple(label for label in labels_of(form, section) if label.field.kind != "years")
        found |= SectionReader(labels, rows.get(section.key, ()), printed).read()
    return found


def _answer(entry: Field, found: Found | None) -> Answer | tuple[CellProblem, ...]:
    if found is None or not found.places:
        place = found.places[0] if found and found.places else Place(RUNNING_TEXT, 0, 0, "")
        return (place.problem(entry.key, "form.field_not_found", NOT_FOUND, {"label": entry.label}),)
    raw = raw_answer(entry, _oldest_first(found), found.places[0])
    if isinstance(raw, CellProblem):
        return (raw,)
    return answer_or_problems(entry, raw, lambda n: found.places[min(n, len(found.places) - 1)])


def _oldest_first(found: Found) -> list[str]:
    """Years printed from the newest to the oldest are turned round; the answers go from the oldest on."""
    if len(found.years) == len(found.texts) and all(found.years) and sorted(found.years) != found.years:
        found.places = [place for _, place in sorted(zip(found.years, found.places, strict=True), key=_first)]
        return [text for _, text in sorted(zip(found.years, found.texts, strict=True), key=_first)]
    return found.texts


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def _years(form: Form, entry: Field, found: Mapping[str, Found]) -> Answer | tuple[CellProblem, ...]:
    """The report years stand in the headers of the yearly rows; they must be the same everywhere."""
    headers = list(_headers(form, found))
    distinct = {years for years, _ in headers}
    if not distinct:
        return answer_or_problems(entry, None, lambda _: Place(RUNNING_TEXT, 0, 0, ""))
    place = headers[0][1]
    if len(distinct) > 1:
        shown = "；".join("、".join(map(str, years)) for years in sorted(distinct))
        return (place.problem(entry.key, "form.years_differ", YEARS_DIFFER, {"years": shown}),)
    return answer_or_problems(entry, list(distinct.pop()), lambda _: place)


def _headers(form: Form, found: Mapping[str, Found]) -> Iterator[tuple[tuple[int, ...], Place]]:
    for entry in form.fields:
        row = found.get(entry.key)
        if row is not None and row.places and len(row.years) == entry.years and all(row.years):
            yield tuple(sorted(row.years)), row.places[0]
