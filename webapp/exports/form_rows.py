"""The rows of the printed tables, one function for each way the form groups its fields."""

from collections.abc import Callable, Iterator, Sequence

from rubrics.form import Field
from webapp.exports.form_answers import FormAnswers
from webapp.exports.form_frame import Block, load_frame
from webapp.exports.word_markup import CENTRED, LABEL, SMALL, Cell, Style, paragraph, paragraphs, table_row

WIDTHS = (2_660, 690, 690, 690, 690, 690, 690, 690, 690, 690)
YEAR_SPAN, ALL_YEARS = 3, 9
TEXT_HEIGHT, OPINION_HEIGHT = 1_900, 3_600
SHORT_OPTION = 5
HEADING = Style(bold=True, before=60, after=20, keep=True)
NOTE = Style(size=9, align="center")
DATED = Style(align="right", before=500, after=200)
ROOM_FOR_OPINION = "\n" * 6
GUIDANCE = Style(size=9, indent=360)

Entries = Sequence[Field]


def row(cells: Sequence[Cell], height: int = 420, is_whole: bool = True) -> str:
    """Return one row in the grid all tables of the form share."""
    return table_row(cells, WIDTHS, height, is_whole)


def label_text(entry: Field) -> str:
    """Return a field's printed label with its limit of words or its printed help."""
    if entry.key in load_frame().guided:
        return f"{entry.label}（{entry.guidance}）"
    return f"{entry.label}（{entry.max_chars}字以内）" if entry.max_chars else entry.label


def label_cell(text: str, span: int = 1, merge: str = "") -> Cell:
    """Return a label's cell."""
    return Cell(paragraphs(text, LABEL), span, merge)


def answer_markup(entry: Field, answers: FormAnswers) -> str:
    """Return the paragraphs of one answer with the form's remark below it."""
    remark = paragraph(entry.evidence, SMALL) if entry.evidence else ""
    if entry.options:
        lines = answers.options(entry)
        is_short = all(len(option.label) <= SHORT_OPTION for option in entry.options)
        written = ["\t".join(lines[at : at + 3]) for at in range(0, len(lines), 3)] if is_short else lines
        return "".join(paragraph(line, tabs=(1_700, 3_400)) for line in written) + remark
    if entry.kind == "text":
        return paragraphs(answers.text(entry)) + remark
    unit = f" {entry.unit}" if entry.kind == "count" and entry.evidence else ""
    return paragraph(answers.text(entry) + unit, CENTRED) + (paragraph(entry.evidence, NOTE) if entry.evidence else "")


def plain_row(_: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """Label beside answer."""
    entry = entries[0]
    is_text = entry.kind == "text"
    answer = Cell(answer_markup(entry, answers), ALL_YEARS, top=is_text)
    yield row((label_cell(label_text(entry)), answer), TEXT_HEIGHT if is_text else 420)


def pair_row(_: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """Two labels with their answers in one row."""
    one, two = entries
    cells = [label_cell(one.label), Cell(paragraph(answers.text(one), CENTRED), YEAR_SPAN)]
    yield row((*cells, label_cell(two.label, YEAR_SPAN), Cell(paragraph(answers.text(two), CENTRED), YEAR_SPAN)))


def years_header(block: Block, _: Entries, answers: FormAnswers) -> Iterator[str]:
    """The years above the rows to come."""
    yield row((label_cell(block.text), *(label_cell(year, YEAR_SPAN) for year in answers.years())))


def years_row(_: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """Label beside three years."""
    cells = [Cell(paragraph(text, CENTRED), YEAR_SPAN) for text in answers.cells(entries[0])]
    yield row((label_cell(label_text(entries[0])), *cells))


def matrix_rows(block: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """For each year a kind, how many led, how many joined."""
    heads = list(dict.fromkeys(entry.label.split()[0] for entry in entries))
    tails = list(dict.fromkeys(entry.label.split()[1] for entry in entries))
    names = [Cell(paragraph(name, CENTRED)) for name in (block.corner, *tails) * YEAR_SPAN]
    yield row((label_cell(block.text, merge="restart"), *names))
    for head in heads:
        columns = [answers.cells(entry) for entry in entries if entry.label.split()[0] == head]
        cells = [
            Cell(paragraph(text, CENTRED))
            for year in range(YEAR_SPAN)
            for text in (head.removesuffix("标准"), *(column[year] for column in columns))
        ]
        yield row((label_cell("", merge="continue"), *cells))


def named_rows(block: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """How many there are and their names, in one cell."""
    for at in range(0, len(entries), 2):
        count, names = entries[at], entries[at + 1]
        head, tail = count.label.split()
        first_name, *more_names = answers.text(names).split("\n")
        lines = [f"{tail}：{answers.text(count)} {count.unit}", f"{names.label.split()[1]}：{first_name}", *more_names]
        merged = label_cell(block.text if at == 0 else "", merge="continue" if at else "restart")
        printed = label_cell(f"{head}{names.label.split()[1]}及{tail}", 4)
        yield row((merged, printed, Cell(paragraphs("\n".join(lines)), 5)), 700)


def years_below(_: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """The years beside the label, the figures below them."""
    years = [label_cell(year, YEAR_SPAN) for year in answers.years()]
    yield row((label_cell(entries[0].label, merge="restart"), *years))
    cells = [Cell(paragraph(text, CENTRED), YEAR_SPAN) for text in answers.cells(entries[0])]
    yield row((label_cell("", merge="continue"), *cells))


def inside_rows(block: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """Each answer below its own label in the cell of the group."""
    for at, entry in enumerate(entries):
        merge = "" if len(entries) == 1 else "continue" if at else "restart"
        mark = "" if entry.max_chars else "："
        content = paragraph(label_text(entry) + mark) + answer_markup(entry, answers)
        merged = label_cell(block.text if at == 0 else "", merge=merge)
        yield row((merged, Cell(content, ALL_YEARS, top=entry.kind == "text")), TEXT_HEIGHT if entry.max_chars else 420)


def stacked_rows(_: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """One row for each year, and a remark to answer below them."""
    entry = entries[0]
    for at, (year, text) in enumerate(zip(answers.years(), answers.cells(entry), strict=True)):
        merged = label_cell(entry.label if at == 0 else "", merge="continue" if at else "restart")
        yield row((merged, label_cell(year, YEAR_SPAN), Cell(paragraph(text, CENTRED), 6)))
    for other in entries[1:]:
        content = paragraph(f"（注：{other.label}）") + paragraphs(answers.text(other))
        yield row((label_cell("", merge="continue"), Cell(content, ALL_YEARS)), 700)


def plan_row(block: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """The whole plan in one cell under its printed headings."""
    content = [paragraph(f"（{block.text}字以内）", SMALL)] if block.text else []
    for entry in entries:
        if entry.key in block.titles:
            content.append(paragraph(block.titles[entry.key], HEADING))
        content.append(paragraph(block.headings.get(entry.key, entry.label), HEADING))
        text = answers.text(entry)
        if entry.guidance and not text:
            content.append(paragraph(entry.guidance, GUIDANCE))
        content.append(paragraphs(text))
    yield row((Cell("".join(content), 1 + ALL_YEARS, top=True),), OPINION_HEIGHT * 3, is_whole=False)


def signed_row(block: Block, entries: Entries, answers: FormAnswers) -> Iterator[str]:
    """A statement or an opinion with its signature, its seal and its date."""
    content = [paragraph(block.opening, Style(indent=420))] if block.opening else []
    label = block.text
    for entry in entries:
        if entry.kind == "text":
            label = entry.label
            content.append(paragraphs(answers.text(entry) or ROOM_FOR_OPINION))
        elif entry.kind == "date":
            content.append(paragraph(answers.text(entry), DATED))
        else:
            remark = f"（注：{entry.guidance}）" if entry.guidance else ""
            content.append(paragraph(f"{entry.label}{remark}：{answers.text(entry)}", Style(before=500)))
    yield row((label_cell(label), Cell("".join(content), ALL_YEARS, top=True)), OPINION_HEIGHT)


PRINTERS: dict[str, Callable[[Block, Entries, FormAnswers], Iterator[str]]] = {
    "row": plain_row,
    "pair": pair_row,
    "years_header": years_header,
    "years": years_row,
    "matrix": matrix_rows,
    "named": named_rows,
    "years_below": years_below,
    "inside": inside_rows,
    "stacked": stacked_rows,
    "plan": plan_row,
    "signed": signed_row,
}
