"""A file of one pack that starts from the same file of another: `from: nm-2023`, then only what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rubrics.problems import Problem, UnknownPackError
from rubrics.yaml_text import read_document

MAX_STEPS = 4
INHERITING_FILES = ("form.yaml", "rubric.yaml", "procedure.yaml")


def inherited(
    name: str, document: object, texts_of: Callable[[str], Mapping[str, str]], problems: list[Problem]
) -> object:
    """Return the document with what it inherits, its own keys first; None when the pack it starts from is not there.

    Parameters
    ----------
    name
        File name; only form, rubric and procedure may inherit.
    document
        Plain value of the file; ``from`` names a pack that comes with the product.
    texts_of
        Gives the files of a pack by its id; raises `UnknownPackError`.
    problems
        Where problems go.

    Examples
    --------
    >>> found = []
    >>> base = {"form.yaml": "article: 附件\\nsource: a"}
    >>> inherited("form.yaml", {"from": "nm-2023", "article": "13(2)"}, lambda pack_id: base, found)
    {'article': '13(2)', 'source': 'a'}
    """
    for _ in range(MAX_STEPS):
        if not isinstance(document, dict) or "from" not in document or name not in INHERITING_FILES:
            return document
        base = _base(name, document["from"], texts_of, problems)
        if base is None:
            return None
        own = {key: value for key, value in document.items() if key != "from"}
        document = {**base, **own}
    problems.append(Problem(f"{name}: from", "inheritance_loop", "“from”层层相引过多，请直接引用最初的规则包。"))
    return None


def _base(
    name: str, pack_id: object, texts_of: Callable[[str], Mapping[str, str]], problems: list[Problem]
) -> dict[str, object] | None:
    try:
        text = texts_of(str(pack_id)).get(name, "")
    except UnknownPackError:
        values = {"pack": str(pack_id)}
        problems.append(Problem(f"{name}: from", "unknown_pack", "没有名为“{pack}”的规则包。", values))
        return None
    document, found = read_document(name, text)
    problems += found
    return document if isinstance(document, dict) else {}
