"""The one door: a document, or several in one file, as bytes of a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from webapp.exports.document import Document
from webapp.exports.figures import legible

Kind = Literal["xlsx", "docx", "pdf"]
FORBIDDEN_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|\n\t]')
LONGEST_FILE_NAME = 60
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA_TYPES: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def file_name(document: Document, kind: Kind) -> str:
    """A name to save the document under that every file system takes."""
    plain = FORBIDDEN_IN_FILE_NAME.sub("", legible(document.title)).strip(" .")
    return f"{plain[:LONGEST_FILE_NAME] or '文件'}.{kind}"


def render(document: Document, kind: Kind, font_folders: Sequence[Path] = ()) -> bytes:
    """One document as a file; the same document printed at the same moment gives the same bytes."""
    return render_together((document,), kind, font_folders)


def render_together(documents: Sequence[Document], kind: Kind, font_folders: Sequence[Path] = ()) -> bytes:
    """Several documents as one file: a sheet each in xlsx, a section each with its own page numbers in docx and pdf."""
    if kind == "xlsx":
        from webapp.exports.workbook import xlsx_bytes

        return xlsx_bytes(documents)
    if kind == "docx":
        from webapp.exports.word import docx_bytes

        return docx_bytes(documents)
    from webapp.exports.pdf import pdf_bytes

    return pdf_bytes(documents, font_folders)
