"""Build the fonts that printed documents are set in, from Debian's fonts-noto-cjk.

Run it in an environment of its own, since fontTools is not a dependency of the product:

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools
    /tmp/fonts/bin/python tools/build_fonts.py

The result is three OpenType files under webapp/exports/fonts: a regular Song face wide enough for personal names, a
bold one for headings, and the few characters the Song face lacks. All are under the SIL Open Font License 1.1; the
family is renamed, as a modified version should be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parents[1] / "webapp" / "exports" / "fonts"
FAMILY = "Zeyou Song"
FALLBACK_FAMILY = "Zeyou Hei Supplement"
WHITE_SQUARE, CHECK, TICKED, CROSSED = 0x25A1, 0x221A, 0x2611, 0x2612
MULTIPLY = 0x00D7
ASCII = ((0x20, 0x7E),)
LATIN_AND_SIGNS = (
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x2030, 0x203B),
    (0x20AC, 0x20AC),
    (0x2460, 0x2487),
    (0x25A0, 0x25FF),
)
# Extension A whole, for any of it may stand in a name; of the later extensions as much as the source font has.
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x9FA6, 0x9FFF), (0x20000, 0x323AF))


def characters(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Every code point of the given closed ranges."""
    return {point for first, last in ranges for point in range(first, last + 1)}


def charset(codec: str, trail_from: int) -> set[int]:
    """Every code point that a double-byte Chinese character set can write."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(trail_from, 0xFF))
    texts = (pair.decode(codec, errors="ignore") for pair in pairs)
    return {ord(text) for text in texts if len(text) == 1}


def simplified_face(path: Path) -> TTFont:
    """The Simplified Chinese face of a Noto CJK collection."""
    for font in TTCollection(path).fonts:
        if font["name"].getDebugName(1).endswith("CJK SC"):
            return font
    raise LookupError(f"no Simplified Chinese face in {path}")


def reduce_font(font: TTFont, wanted: set[int]) -> None:
    """Keep only the wanted characters in their mainland forms, without hints, regional variants and vertical layout."""
    options = Options(hinting=False, layout_features=[], drop_tables=["VORG", "vhea", "vmtx", "BASE"])
    options.name_IDs, options.notdef_outline, options.glyph_names = ["*"], True, False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def placed(font: TTFont, point: int, box: tuple[float, float, float, float], pen: TransformPen) -> None:
    """Draw a character of the font scaled into a box."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[point]
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    left, bottom, right, top = bounds.bounds
    scale = min((box[2] - box[0]) / (right - left), (box[3] - box[1]) / (top - bottom))
    shift_x = (box[0] + box[2] - scale * (left + right)) / 2
    shift_y = (box[1] + box[3] - scale * (bottom + top)) / 2
    recording = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recording)
    recording.replay(TransformPen(pen, (scale, 0, 0, scale, shift_x, shift_y)))


def boxed_sign(font: TTFont, sign: int) -> T2CharString:
    """The outline of a white square with a sign inside, as one glyph."""
    glyphs, square = font.getGlyphSet(), font.getBestCmap()[WHITE_SQUARE]
    bounds = BoundsPen(glyphs)
    glyphs[square].draw(bounds)
    left, bottom, right, top = bounds.bounds
    inset = (right - left) * 0.16
    pen = T2CharStringPen(glyphs[square].width, glyphs)
    glyphs[square].draw(pen)
    placed(font, sign, (left + inset, bottom + inset, right - inset, top - inset), pen)
    top_dict = font["CFF "].cff.topDictIndex[0]
    group = top_dict.FDArray[top_dict.FDSelect[font.getGlyphID(square)]]
    return pen.getCharString(private=group.Private, globalSubrs=font["CFF "].cff.GlobalSubrs)


def lend_glyph(font: TTFont, donor: int, point: int, outline: T2CharString) -> None:
    """Redraw a donor glyph and give it to another code point."""
    name = font.getBestCmap()[donor]
    font["CFF "].cff.topDictIndex[0].CharStrings[name] = outline
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[point] = name
            table.cmap.pop(donor, None)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the modified font a name of its own, in every name record."""
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {
        1: family,
        2: style,
        3: f"{postscript};zeyou",
        4: f"{family} {style}",
        6: postscript,
        16: family,
        17: style,
    }
    table = font["name"]
    keep = {0, 5, 13, 14}
    table.names = [record for record in table.names if record.nameID in keep and record.langID == 0x409]
    for identifier, text in names.items():
        table.setName(text, identifier, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top_dict = cff.topDictIndex[0]
    top_dict.FullName, top_dict.FamilyName = f"{family} {style}", family
    font["head"].modified = font["head"].created


def build(source: str, wanted: set[int], family: str, style: str, target: Path) -> set[int]:
    """Write one subset and return the characters it has."""
    font = simplified_face(SOURCE / source)
    font.recalcTimestamp = False
    donors = (0x25D0, 0x25D1)
    reduce_font(font, wanted | set(donors))
    if family == FAMILY:
        for donor, (point, sign) in zip(donors, ((TICKED, CHECK), (CROSSED, MULTIPLY)), strict=True):
            lend_glyph(font, donor, point, boxed_sign(font, sign))
    rename(font, family, style)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")
    return set(font.getBestCmap())


def main() -> None:
    """Build all three files into a folder."""
    parser = argparse.ArgumentParser(description="build the fonts of printed documents")
    parser.add_argument("--to", type=Path, default=TARGET)
    folder = parser.parse_args().to
    names = characters(ASCII) | charset("gbk", 0x40) | characters(LATIN_AND_SIGNS) | characters(IDEOGRAPHS)
    heads = characters(ASCII) | charset("gb2312", 0xA1)
    have = build("NotoSerifCJK-Regular.ttc", names, FAMILY, "Regular", folder / "ZeyouSong-Regular.otf")
    build("NotoSerifCJK-Bold.ttc", heads, FAMILY, "Bold", folder / "ZeyouSong-Bold.otf")
    build(
        "NotoSansCJK-Regular.ttc", names - have, FALLBACK_FAMILY, "Regular", folder / "ZeyouHeiSupplement-Regular.otf"
    )


if __name__ == "__main__":
    main()
