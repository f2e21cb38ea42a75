"""The mark at the head of every page of a Word file."""

from __future__ import annotations

from typing import Any

from webapp.exports.document import Document
from webapp.exports.faces import BODY
from webapp.exports.word_text import Type, paragraph


def write_head(section: Any, document: Document) -> None:
    """Write the mark on odd and even pages; a section without one does not take over its neighbour's."""
    for head in (section.header, section.even_page_header):
        head.is_linked_to_previous = False
        for old in list(head._element):
            head._element.remove(old)
        head._element.append(paragraph(document.mark, Type(BODY, 9, align="right")))
