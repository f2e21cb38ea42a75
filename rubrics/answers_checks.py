"""A filled form checked against the form itself: the checks F1 to F7 and X5, each of which makes it incomplete."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rubrics.answers_writing import count_chars, same_text
from rubrics.cell_reading import MalformedValueError, read_cells
from rubrics.declaration import Entry, written
from rubrics.form import FILLERS, Field, Form
from rubrics.numbers import Gap, decimals_of

INCOMPLETE = "incomplete"
MOST_DECIMALS = 2
HUNDRED = Decimal(100)

Cells = Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """One thing a form check found.

    Parameters
    ----------
    check
        ``F1`` … ``F7`` or ``X5``.
    fields
        Keys of the fields concerned, the first being the one to mend.
    year_index
        Position of the cell in a yearly row, or None.
    reason_template, reason_values
        Chinese text with named places, and what stands in them.
    result
        Always ``incomplete``: to be supplemented.

    Examples
    --------
    >>> AnswerFinding("F1", ("basic.area_km2",), None, "“{label}”未填。", {"label": "占地面积"}).reason
    '“占地面积”未填。'
    """

    check: str
    fields: tuple[str, ...]
    year_index: int | None
    reason_template: str
    reason_values: Mapping[str, str] = field(default_factory=dict)
    result: str = INCOMPLETE

    @property
    def reason(self) -> str:
        """Return the sentence with its places filled."""
        return self.reason_template.format(**self.reason_values)


def check_answers(
    form: Form,
    fields: Mapping[str, object],
    *,
    evidence_missing: Collection[str] = (),
    declaration_year: int | None = None,
    complete: bool = False,
    filled_by: Collection[str] = FILLERS,
) -> tuple[AnswerFinding, ...]:
    """Return everything the form's own rules find in a filled form.

    Parameters
    ----------
    form
        Form of the pack.
    fields
        Key → stored value: a text, a whole number, a `Decimal`, a list, or None for a blank. Unknown keys are
        passed over. A key that is not there is blank; for texts, names, dates, seals and signatures that blank is
        reported only with ``complete``.
    evidence_missing
        Keys of fields whose attachment is absent; none means that everything is attached.
    declaration_year
        Year of the declaration; the report years must be the three that end the year before. None skips F5.
    complete
        Whether the whole form is asked for.
    filled_by
        Whose fields are asked for: an applicant who submits cannot fill the city's opinion.

    Returns
    -------
    tuple of AnswerFinding
        One per cell and check, by check and then in printed order. A value that is not of the field's kind is
        reported under F1, because nothing usable stands there.

    Notes
    -----
    About 1 ms for a whole form. Source: filling rules 2 and 5 of the form, and its printed limits.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = {entry.key: "1" for entry in form.fields}
    >>> found = check_answers(form, {"digital.cloud_share": "100.01", "basic.area_km2": "8.005"})
    >>> [(finding.check, finding.fields[0]) for finding in found if finding.check != "F1"]
    [('F2', 'basic.area_km2'), ('F7', 'digital.cloud_share')]
    """
    cells: dict[str, tuple[Entry, ...]] = {}
    malformed: list[AnswerFinding] = []
    for entry in form.fields:
        try:
            cells[entry.key] = read_cells(entry, fields.get(entry.key))
        except MalformedValueError as error:
            cells[entry.key] = (Gap.BLANK,) * entry.years
            values = {"label": entry.label, "detail": str(error)}
            malformed.append(AnswerFinding("F1", (entry.key,), None, "“{label}”无法读取：{detail}", values))
    found = check_cells(
        form,
        cells,
        given=frozenset(fields),
        evidence_missing=evidence_missing,
        declaration_year=declaration_year,
        complete=complete,
        filled_by=filled_by,
    )
    unreadable = {finding.fields for finding in malformed}
    kept = tuple(finding for finding in found if not (finding.check == "F1" and finding.fields in unreadable))
    return (*malformed, *kept)


def check_cells(
    form: Form,
    cells: Cells,
    *,
    given: Collection[str],
    evidence_missing: Collection[str] = (),
    declaration_year: int | None = None,
    complete: bool = False,
    filled_by: Collection[str] = FILLERS,
) -> tuple[AnswerFinding, ...]:
    """Return what `check_answers` finds, for cells that are already read.

    Parameters
    ----------
    cells
        Every field of the form → its entries.
    given
        Keys that were handed in, blank or not.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> blank = {entry.key: (Gap.BLANK,) * entry.years for entry in form.fields}
    >>> len(check_cells(form, blank, given=(), complete=True)) == sum(1 for _ in form.cells())
    True
    """
    sheet = _Sheet(form, cells, frozenset(given), declaration_year, complete, frozenset(filled_by))
    checks: tuple[Callable[[_Sheet], Iterator[AnswerFinding]], ...] = (_f1, _f2, _f3)
    first = [finding for check in checks for finding in check(sheet)]
    evidence = list(_f4(sheet, frozenset(evidence_missing)))
    rest = [finding for check in (_f5, _f6, _f7, _x5) for finding in check(sheet)]
    return (*first, *evidence, *rest)


@dataclass(frozen=True)
class _Sheet:
    """A form with its entries, and how much of it is asked for."""

    form: Form
    cells: Cells
    given: frozenset[str]
    declaration_year: int | None
    complete: bool
    filled_by: frozenset[str]

    def asked(self) -> Iterator[Field]:
        for entry in self.form.fields:
            waived = entry.form_text and not self.complete and entry.key not in self.given
            if entry.mandatory and not waived and entry.filled_by in self.filled_by:
                yield entry

    def numbers(self, *kinds: str) -> Iterator[tuple[Field, int | None, Decimal]]:
        for entry in self.form.fields:
            if kinds and entry.kind not in kinds:
                continue
            for index, value in enumerate(self.cells[entry.key]):
                if isinstance(value, Decimal) and entry.numeric:
                    yield entry, index if entry.years > 1 else None, value

    def label(self, entry: Field, index: int | None) -> str:
        if index is None:
            return entry.label
        return f"{entry.label}（{self.year(index)}）"

    def year(self, index: int) -> str:
        for entry in self.form.fields:
            if entry.kind == "years":
                value = self.cells[entry.key][index]
                return f"{value}年" if isinstance(value, Decimal) else f"第{index + 1}年"
        return f"第{index + 1}年"

    def finding(self, check: str, entry: Field, index: int | None, template: str, **values: str) -> AnswerFinding:
        return AnswerFinding(check, (entry.key,), index, template, {"label": self.label(entry, index), **values})


def _f1(sheet: _Sheet) -> Iterator[AnswerFinding]:
    for entry in sheet.asked():
        for position, value in enumerate(sheet.cells[entry.key]):
            index = position if entry.years > 1 else None
            if value is Gap.BLANK:
                yield sheet.finding("F1", entry, index, "“{label}”未填；无相关情况的，请填写“无”。")
            elif value is Gap.NONE and entry.none_means == "not_allowed":
                yield sheet.finding("F1", entry, index, "“{label}”不能填“无”，请如实填写。")


def _f2(sheet: _Sheet) -> Iterator[AnswerFinding]:
    for entry, index, value in sheet.numbers():
        if decimals_of(value) > MOST_DECIMALS:
            template = "“{label}”为 {observed}，小数多于 2 位，请保留小数点后 2 位。"
            yield sheet.finding("F2", entry, index, template, observed=written(value))


def _f3(sheet: _Sheet) -> Iterator[AnswerFinding]:
    template = "“{label}”共 {used} 字，超过 {limit} 字，请删减。"
    for entry in sheet.form.fields:
        value = sheet.cells[entry.key][0]
        used = count_chars(value) if isinstance(value, str) else 0
        if entry.max_chars is not None and used > entry.max_chars:
            yield sheet.finding("F3", entry, None, template, used=str(used), limit=str(entry.max_chars))
    for section in sheet.form.sections:
        if section.max_chars is None:
            continue
        fields = sheet.form.in_section(section.key)
        texts = (sheet.cells[entry.key][0] for entry in fields)
        used = sum(count_chars(text) for text in texts if isinstance(text, str))
        if used > section.max_chars:
            values = {"label": section.title, "used": str(used), "limit": str(section.max_chars)}
            yield AnswerFinding("F3", tuple(entry.key for entry in fields), None, template, values)


def _f4(sheet: _Sheet, absent: frozenset[str]) -> Iterator[AnswerFinding]:
    reported: set[str] = set()
    for entry in sheet.form.fields:
        group = entry.evidence_group or entry.key
        if entry.evidence is None or entry.key not in absent or group in reported:
            continue
        sharing = [other for other in sheet.form.fields if (other.evidence_group or other.key) == group]
        if any(_asks_for_evidence(other, sheet.cells[other.key]) for other in sharing):
            reported.add(group)
            template = "“{label}”缺少佐证材料，请补充{evidence}。"
            yield sheet.finding("F4", entry, None, template, evidence=entry.evidence)


def _asks_for_evidence(entry: Field, entries: tuple[Entry, ...]) -> bool:
    if entry.kind == "count":
        return any(isinstance(value, Decimal) and value > 0 for value in entries)
    if entry.kind in {"yes_no", "yes_no_na"}:
        return entries[0] == entry.option(1).label
    return any(not isinstance(value, Gap) for value in entries)


def _f5(sheet: _Sheet) -> Iterator[AnswerFinding]:
    if sheet.declaration_year is None:
        return
    for entry in sheet.form.fields:
        if entry.kind != "years":
            continue
        years = sheet.cells[entry.key]
        due = [sheet.declaration_year - back for back in range(entry.years, 0, -1)]
        if any(isinstance(value, Gap) for value in years) or list(years) == due:
            continue
        values = {"observed": "、".join(written(year) for year in years), "due": "、".join(map(str, due))}
        template = "报告年度为 {observed}，应为申报年度之前的三个年度：{due}（由早到晚）。"
        yield AnswerFinding("F5", (entry.key,), None, template, values)


def _f6(sheet: _Sheet) -> Iterator[AnswerFinding]:
    for entry, index, value in sheet.numbers("count"):
        if value < 0 or value != value.to_integral_value():
            template = "“{label}”为 {observed}，应为不小于 0 的整数。"
            yield sheet.finding("F6", entry, index, template, observed=written(value))
    for entry, index, value in sheet.numbers():
        if entry.not_above is None:
            continue
        whole = sheet.form.field(entry.not_above)
        limit = sheet.cells[whole.key][index or 0]
        if limit is Gap.NONE and whole.none_means == "zero":
            limit = Decimal(0)
        if isinstance(limit, Decimal) and value > limit:
            values = {"label": sheet.label(entry, index), "observed": written(value)}
            values |= {"whole": whole.label, "limit": written(limit)}
            template = "“{label}”为 {observed}，大于“{whole}”的 {limit}，请核对。"
            yield AnswerFinding("F6", (entry.key, whole.key), index, template, values)


def _f7(sheet: _Sheet) -> Iterator[AnswerFinding]:
    for entry, index, value in sheet.numbers("share"):
        if not 0 <= value <= HUNDRED:
            template = "“{label}”为 {observed}，应在 0 到 100 之间。"
            yield sheet.finding("F7", entry, index, template, observed=written(value))


def _x5(sheet: _Sheet) -> Iterator[AnswerFinding]:
    for entry in sheet.form.fields:
        if entry.same_as is None:
            continue
        other = sheet.form.field(entry.same_as)
        here, there = sheet.cells[entry.key][0], sheet.cells[other.key][0]
        if isinstance(here, str) and isinstance(there, str) and not same_text(here, there):
            values = {"label": entry.label, "here": here, "other": other.label, "there": there}
            template = "封面“{label}”为“{here}”，与表内“{other}”的“{there}”不一致，请改为一致。"
            yield AnswerFinding("X5", (entry.key, other.key), None, template, values)
