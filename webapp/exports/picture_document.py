"""The picture for leaders on paper: one page with the charts as PDF, the same figures as a table."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from webapp.errors import NotFound
from webapp.exports.bar_chart import WIDTH, bar_chart, drawn_height
from webapp.exports.document import Column, Document, Facts, Imprint, Table
from webapp.exports.figures import chinese_date, legible, stamp
from webapp.exports.paper import PAPERS, title_lines
from webapp.exports.pdf import SONG, TEMPLATE, font_files
from webapp.exports.rendering import KINDS, MEDIA_TYPES, Kind, render
from webapp.exports.round_documents import MadeFile
from webapp.services.picture import Chart, Picture

# Of an A4 page within its margins, in millimetres: its width, what is left under title and figures, a chart's heading,
# a line of the title.
PAGE_WIDTH, LEFT_FOR_CHARTS, HEADING, TITLE_LINE = 170, 219, 13, 9
WIDEST = 78
ONE_PAGE = TEMPLATE.with_name("picture.typ")
DEMONSTRATION = "演示数据"


def picture_document(picture: Picture, imprint: Imprint) -> Document:
    """Return the figures as tables."""
    facts = Facts(tuple((one.name, one.figure) for one in picture.facts))
    tables = tuple(figures_of(one) for one in picture.charts)
    mark = DEMONSTRATION if picture.is_demonstration else ""
    return Document(picture.title, (facts, *tables), imprint, layout="portrait", subtitle=dated(picture), mark=mark)


def figures_of(chart: Chart) -> Table:
    """Return the figures of one chart."""
    columns = (
        Column("", 70, "left"),
        *(Column(name, 40, "right", decimals=chart.decimals) for name in chart.legend),
    )
    rows = tuple((one.label, one.first, one.second) for one in chart.lines)
    return Table(columns, rows, caption=chart.title)


def picture_pdf(picture: Picture, imprint: Imprint, font_folders: Sequence[Path] = ()) -> bytes:
    """Return one page with the charts drawn."""
    import typst

    return typst.compile(
        ONE_PAGE,
        root=ONE_PAGE.parent,
        font_paths=font_files(tuple(font_folders)),
        format="pdf",
        sys_inputs={"picture": json.dumps(source_of(picture, imprint), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(stamp(imprint.printed_at).timestamp()),
    )


def picture_file(picture: Picture, kind: str, imprint: Imprint, font_folders: Sequence[Path] = ()) -> MadeFile:
    """Return the picture as one printed page, or as a document or workbook of its tables."""
    chosen: Kind | None = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise NotFound("no-paper", "没有这份文书，或您无权查看。")
    if chosen == "pdf":
        data = picture_pdf(picture, imprint, font_folders)
    else:
        data = render(picture_document(picture, imprint), chosen, font_folders)
    return MadeFile(data, MEDIA_TYPES[chosen], f"{picture.title}.{chosen}")


def source_of(picture: Picture, imprint: Imprint) -> dict[str, Any]:
    """Return everything the template reads."""
    title = title_lines(picture.title, PAPERS["portrait"])
    return {
        "title": title,
        "subtitle": dated(picture),
        "mark": DEMONSTRATION if picture.is_demonstration else "",
        "fonts": list(SONG),
        "foot": f"{imprint.printed_at:%Y-%m-%d %H:%M} {legible(imprint.operator)}",
        "facts": [[one.name, one.figure] for one in picture.facts],
        "width": chart_width(picture.charts, len(title)),
        "charts": [
            {"title": one.title, "svg": bar_chart(one, one.legend, SONG[0]), "alt": spoken(one)}
            for one in picture.charts
        ],
    }


def chart_width(charts: Sequence[Chart], n_title_lines: int = 1) -> int:
    """Return the per cent of the page's width at which all charts fit on the one page."""
    height = sum(map(drawn_height, charts))
    room = LEFT_FOR_CHARTS - HEADING * len(charts) - TITLE_LINE * (n_title_lines - 1)
    return min(WIDEST, int(100 * room * WIDTH / height / PAGE_WIDTH)) if height else WIDEST


def spoken(chart: Chart) -> str:
    """Return the figures as a sentence for those who do not see the drawing."""
    first, second = chart.legend
    return f"{chart.title}：" + "；".join(
        f"{one.label}{first}{one.first:.{chart.decimals}f}、{second}{one.second:.{chart.decimals}f}"
        for one in chart.lines
    )


def dated(picture: Picture) -> str:
    """Say for which day the figures hold."""
    return f"数据截至{chinese_date(date.fromisoformat(picture.as_of))}"
