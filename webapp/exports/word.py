"""Documents as docx, a section each, on the sheet of GB/T 9704; faces are named, office machines have them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from webapp.exports.document import Document
from webapp.exports.figures import legible, stamp
from webapp.exports.paper import LONG_EDGE, SHORT_EDGE, kept_with_next, paper_of
from webapp.exports.word_blocks import write_block, write_title
from webapp.exports.word_foot import write_foot
from webapp.exports.word_head import write_head
from webapp.exports.word_text import set_body_style

EPOCH_OF_ARCHIVES = (1980, 1, 1, 0, 0, 0)


def docx_bytes(documents: Sequence[Document]) -> bytes:
    """The Word file of these documents."""
    import docx

    file = docx.Document()
    set_body_style(file, paper_of(documents[0]))
    file.settings.odd_and_even_pages_header_footer = True
    _set_properties(file, documents[0])
    for position, document in enumerate(documents):
        section = file.sections[0] if position == 0 else file.add_section()
        _set_up_page(section, document)
        write_head(section, document)
        write_foot(section, document)
        write_title(file.element.body, document)
        for block, is_kept in zip(document.blocks, kept_with_next(document), strict=True):
            write_block(file.element.body, block, paper_of(document), is_kept)
    target = BytesIO()
    file.save(target)
    return _timeless(target.getvalue())


def _set_properties(file: Any, document: Document) -> None:
    properties, moment = file.core_properties, stamp(document.imprint.printed_at)
    properties.title, properties.author, properties.comments = legible(document.title).replace("\n", ""), "择优", ""
    properties.created = properties.modified = moment.replace(tzinfo=None)


def _set_up_page(section: Any, document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    paper = paper_of(document)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(LONG_EDGE if paper.is_landscape else SHORT_EDGE)
    section.page_height = Mm(SHORT_EDGE if paper.is_landscape else LONG_EDGE)
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.footer_distance = Mm(20 if document.layout == "official" else 8)


def _timeless(archive: bytes) -> bytes:
    """The same archive without the time at which its parts were written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, EPOCH_OF_ARCHIVES)
            part.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(part, source.read(name))
    return target.getvalue()
