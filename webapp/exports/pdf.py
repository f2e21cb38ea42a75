"""Documents as PDF, set by typst; a character that no font can draw is an error, not a box on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.errors import Refusal
from webapp.exports.document import Document
from webapp.exports.figures import BEIJING, legible, stamp
from webapp.exports.sheet_content import printed_document

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).resolve().parent
BUNDLED_FONTS = HERE / "fonts"
TEMPLATE = HERE / "templates" / "document.typ"
UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
# typst quotes a text as its language does: some characters by a letter, others by their number.
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
BY_LETTER = {"t": "\t", "n": "\n", "r": "\r", "0": "\0"}
SONG = ("Zeyou Song", "Zeyou Hei Supplement")
# The names under which the licensed official faces go; an administrator may lay them into a font folder.
OFFICIAL_FACES = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05"),
    "head": ("SimHei", "黑体"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
}


class MissingGlyphError(Refusal):
    """No font at hand can draw some text of a document."""

    def __init__(self, text: str) -> None:
        template = (
            "现有字体中没有“{text}”（U+{point}），不能生成 PDF：请改用 docx，"
            "或由系统管理员把含有该字的字体放入数据目录的 fonts 文件夹。"
        )
        super().__init__("missing-glyph", template, text=text, point=" U+".join(f"{ord(one):04X}" for one in text))
        self.text = text


def pdf_bytes(documents: Sequence[Document], font_folders: Sequence[Path] = ()) -> bytes:
    """The documents one after another in one PDF/UA file, each numbered from page 1."""
    import typst

    fonts = font_files(tuple(font_folders))
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=fonts,
            format="pdf",
            sys_inputs={"document": json.dumps(_source(documents, fonts), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(stamp(documents[0].imprint.printed_at).timestamp()),
        )
    except typst.TypstError as error:
        undrawn = UNDRAWN.search(error.message)
        if undrawn is None:
            raise
        raise MissingGlyphError(ESCAPED.sub(unescaped, undrawn[1])) from error


def unescaped(found: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    return chr(int(found[1], 16)) if found[1] else BY_LETTER.get(found[2], found[2])


@lru_cache(maxsize=4)
def font_files(font_folders: tuple[Path, ...]) -> typst.Fonts:
    """The administrator's fonts and the bundled ones, none of the machine's; read once in a process."""
    import typst

    folders = [str(folder) for folder in (*font_folders, BUNDLED_FONTS)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _source(documents: Sequence[Document], fonts: typst.Fonts) -> dict[str, Any]:
    """Everything the template reads."""
    families = set(fonts.families())
    day = documents[0].imprint.printed_at.astimezone(BEIJING)
    return {
        "title": legible(documents[0].title).replace("\n", ""),
        "author": "择优",
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "fonts": {
            use: [name for name in names if name in families] + list(SONG) for use, names in OFFICIAL_FACES.items()
        },
        "documents": [printed_document(document) for document in documents],
    }
