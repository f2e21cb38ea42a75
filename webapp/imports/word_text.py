"""The visible text of a paragraph: insertions accepted, deletions left out, every kind of box as ☑ or □."""

import re

from webapp.imports.ticks import (
    GREEK_FONT,
    SYMBOL_FONTS,
    TRUE_WORDS,
    box,
    drawn_boxes,
    in_symbol_font,
    symbol,
    without_private_symbols,
)
from webapp.imports.xml_tree import Node

UNSEEN = frozenset({"del", "moveFrom", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback", "rt"})
INSTRUCTION = ("\ufdd0", "\ufdd1")  # around the words of a field, which may lie in several runs
INSTRUCTIONS = re.compile("\ufdd0([^\ufdd0\ufdd1]*)\ufdd1")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # of a footnote or a square metre, never a digit more of a figure
FIXED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def paragraph_text(node: Node) -> str:
    """Return what a reader of the final version sees."""
    text = "".join(_pieces(node, in_symbols=False)).replace(INSTRUCTION[1] + INSTRUCTION[0], "")
    return INSTRUCTIONS.sub(lambda match: drawn_boxes(match[1]), text)


def content_box(control: Node) -> str | None:
    """Return the box a content control stands for, or None when it is no check box."""
    properties = control.child("sdtPr")
    check = properties.child("checkbox") if properties is not None else None
    if check is None:
        return None
    return box((check.value("checked") or "0").lower() in TRUE_WORDS)


def is_placeholder(control: Node) -> bool:
    """Whether a content control still shows its 单击此处输入文字 and nothing of the person's."""
    properties = control.child("sdtPr")
    return properties is not None and properties.has("showingPlcHdr")


def _pieces(node: Node, *, in_symbols: bool) -> list[str]:
    pieces: list[str] = []
    for child in node.children:
        if child.tag in UNSEEN:
            continue
        if child.tag == "r":
            pieces += _run(child)
        elif child.tag == "t":
            pieces.append(in_symbol_font(child.text) if in_symbols else without_private_symbols(child.text))
        elif child.tag == "instrText":
            pieces.append(child.text.join(INSTRUCTION))
        elif child.tag == "p":
            pieces += [*_pieces(child, in_symbols=False), "\n"]
        else:
            pieces += _special(child, in_symbols=in_symbols)
    return pieces


def _run(run: Node) -> list[str]:
    properties = run.child("rPr")
    if properties is None:
        return _pieces(run, in_symbols=False)
    if properties.has("vanish"):
        return []
    pieces = _in_font(run, properties)
    if properties.value("vertAlign") == "superscript":
        return [piece.translate(RAISED) for piece in pieces]
    return pieces


def _in_font(run: Node, properties: Node) -> list[str]:
    fonts = properties.child("rFonts")
    names = {fonts.attributes.get(key, "").lower() for key in ("ascii", "hAnsi")} if fonts is not None else set()
    if all(name.startswith(GREEK_FONT) for name in names if name) and _is_figure(run):
        return _pieces(run, in_symbols=False)
    return _pieces(run, in_symbols=any(name.startswith(SYMBOL_FONTS) for name in names))


def _is_figure(run: Node) -> bool:
    """Whether a run holds nothing but a figure, which the font Symbol shows as any font does."""
    return all(character in "0123456789.,%+-" for child in run.children if child.tag == "t" for character in child.text)


def _special(node: Node, *, in_symbols: bool) -> list[str]:
    if node.tag in FIXED:
        return [FIXED[node.tag]]
    if node.tag == "sym":
        return [_symbol(node)]
    if node.tag == "sdt":
        drawn = content_box(node)
        if drawn is not None:
            return [drawn]
        return [] if is_placeholder(node) else _pieces(node, in_symbols=in_symbols)
    if node.tag == "fldChar":
        return _form_box(node)
    return _pieces(node, in_symbols=in_symbols)


def _symbol(node: Node) -> str:
    try:
        return symbol(int(node.attributes.get("char", ""), 16))
    except ValueError:
        return ""


def _form_box(node: Node) -> list[str]:
    """A box of the old form fields lies in the data of the field's first mark."""
    data = node.child("ffData")
    check = data.child("checkBox") if data is not None else None
    if check is None:
        return []
    state = check.child("checked") or check.child("default")
    return [box(state is not None and state.attributes.get("val", "1").lower() in TRUE_WORDS)]
