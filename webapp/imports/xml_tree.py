"""A small tree of an XML part that the guard has passed: local names, attributes, text, children."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat


@dataclass(slots=True)
class Node:
    """One element without its prefixes."""

    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def child(self, tag: str) -> "Node | None":
        """Return the first child with this name, or None."""
        return next((node for node in self.children if node.tag == tag), None)

    def has(self, tag: str) -> bool:
        """Whether a child with this name is there and not switched off."""
        node = self.child(tag)
        return node is not None and node.attributes.get("val", "1").lower() not in ("0", "false", "off", "none")

    def value(self, *path: str) -> str | None:
        """Return the ``val`` attribute at the end of a path of child names, or None."""
        node: Node | None = self
        for tag in path:
            node = node.child(tag) if node is not None else None
        return node.attributes.get("val") if node is not None else None

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def parse_tree(data: bytes) -> Node:
    """Return the root of a part; the guard has already refused entities, depth and size."""
    root = Node("", {})
    open_nodes = [root]

    def on_start(name: str, attributes: dict[str, str]) -> None:
        node = Node(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def on_text(text: str) -> None:
        open_nodes[-1].text += text

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = lambda _: open_nodes.pop()
    parser.CharacterDataHandler = on_text
    parser.Parse(data, True)
    return root
