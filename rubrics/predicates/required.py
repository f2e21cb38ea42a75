"""Lists a predicate cannot do without."""

from __future__ import annotations

from rubrics.reading import Node


def required_texts(node: Node, key: str) -> tuple[str, ...]:
    """Return a list of texts; an empty one is a problem."""
    texts = node.texts(key)
    if not texts:
        node.problem(key, "empty_list", "“{key}”至少要有一项。", key=key)
    return texts
