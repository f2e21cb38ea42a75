"""The picture for leaders: one page however many regions there are, its figures in every kind of file."""

from datetime import UTC, datetime
from decimal import Decimal

import pypdfium2

from webapp.exports.bar_chart import bar_chart
from webapp.exports.document import Imprint
from webapp.exports.picture_document import picture_document, picture_pdf
from webapp.exports.rendering import render
from webapp.services.picture import MOST_LINES, Bars, Chart, Fact, Picture, counted

from .reading import word_texts

IMPRINT = Imprint(datetime(2026, 3, 23, 2, 0, tzinfo=UTC), "某某", "测试")
LEGEND = ("申报", "入选")
FULL = counted("按地区", LEGEND, ((f"第{number:02d}旗县", number % 2 == 0) for number in range(30)))
AREAS = Chart("按评价领域", LEGEND, tuple(Bars(f"领域{n}", Decimal(70 + n), Decimal("81.5")) for n in range(6)), 1)
PICTURE = Picture("概览", "2026-03-23", (Fact("申报", "30"),) * 5, (FULL, FULL, AREAS))


def test_rare_labels_are_put_together_without_loss() -> None:
    totals = [sum(one.first for one in FULL.lines), sum(one.second for one in FULL.lines)]
    assert (len(FULL.lines), FULL.lines[-1].label, totals) == (MOST_LINES, "其他", [30, 15])


def test_fullest_picture_prints_on_one_page() -> None:
    fullest = Picture("概览", "2026-03-23", (Fact("申报", "30"),) * 5, (FULL, FULL, FULL, AREAS))
    assert len(pypdfium2.PdfDocument(picture_pdf(fullest, IMPRINT))) == 1
    assert len(pypdfium2.PdfDocument(picture_pdf(PICTURE, IMPRINT))) == 1


def test_same_figures_come_as_worksheet_and_text() -> None:
    document = picture_document(PICTURE, IMPRINT)
    assert [render(document, kind)[:2] for kind in ("xlsx", "docx")] == [b"PK", b"PK"]


def test_paper_tells_its_day_as_papers_do() -> None:
    assert "数据截至2026年3月23日" in word_texts(render(picture_document(PICTURE, IMPRINT), "docx"))


def test_label_with_markup_is_drawn_as_text() -> None:
    drawn = bar_chart(Chart("按地区", LEGEND, (Bars("<b>&", Decimal(1), Decimal(0)),)), LEGEND)
    assert ("<b>" in drawn, "&lt;b&gt;&amp;" in drawn) == (False, True)
