"""The visible text of a paragraph: insertions accepted, deletions left out, every kind of box as ☑ or □."""

from webapp.imports.ticks import SYMBOL_FONTS, TRUE_WORDS, box, in_symbol_font, symbol, without_private_symbols
from webapp.imports.xml_tree import Node

UNSEEN = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback", "rt"}
)
FIXED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def paragraph_text(node: Node) -> str:
    """Return what a reader of the final version sees."""
    return "".join(_pieces(node, in_symbols=False))


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
    fonts = properties.child("rFonts")
    names = {fonts.attributes.get(key, "").lower() for key in ("ascii", "hAnsi")} if fonts is not None else set()
    return _pieces(run, in_symbols=any(name.startswith(SYMBOL_FONTS) for name in names))


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
