"""One printed line that holds the answers of several fields: “包头市 盟市 九原区 旗县”, “数量：3 个 名称：…”."""

import re
from collections.abc import Sequence

from webapp.imports.form_labels import Label, rest_after, without_hints

Answers = list[tuple[Label, str]]

JOINTS = ("及", "和", "与", "")
TAB = re.compile(r"\t+")
GAP = re.compile(r"\t+|\s{2,}|　+|[、，,/；;]")
PHONE = re.compile(r"(.*?)[\s、，,/；;:：]*([+0-9０-９（(][0-9０-９+\-—()（）转\s、,/]{4,})", re.DOTALL)


def joint_answers(line: str, label: Label, following: Sequence[Label]) -> Answers | None:
    """Return both answers of “联系人及联系电话：张三 0471-…”, None for any other line."""
    for other in following:
        for joint in JOINTS:
            rest = rest_after(line, label, label.head + joint + other.head)
            if rest is not None:
                one, two = _name_and_phone(rest)
                return [(label, one), (other, two)]
    return None


def _name_and_phone(rest: str) -> tuple[str, str]:
    for gap in (TAB, GAP):
        parts = [part.strip() for part in gap.split(rest) if part.strip()]
        if len(parts) == 2:
            return parts[0], parts[1]
    match = PHONE.fullmatch(rest.strip())
    return (match[1].strip(), match[2].strip()) if match else (rest.strip(), "")


def named_answers(text: str, labels: Sequence[Label]) -> Answers:
    """Return the answers whose names stand before them with a colon, behind them, or nowhere at all."""
    for label in labels:
        text = without_hints(text, label)
    tails = [re.escape(label.tail) for label in labels]
    patterns = (
        "".join(rf"\s*{tail}\s*[:：](.*?)" for tail in tails),
        "".join(rf"\s*(?:(.*?)\s+)?{tail}(?=\s|$)" for tail in tails) + r"\s*",
        "".join(rf"\s*(.*?)\s*{tail}" for tail in tails) + r"\s*",
    )
    for pattern in patterns:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            return [(label, (part or "").strip()) for label, part in zip(labels, match.groups(), strict=True)]
    turned = re.fullmatch("".join(rf"\s*{tail}\s*[:：](.*?)" for tail in reversed(tails)), text, re.DOTALL)
    if turned:  # “名称：… 数量：2个”
        return [(label, part.strip()) for label, part in zip(labels, reversed(turned.groups()), strict=True)]
    return _unnamed(text, labels)


def _unnamed(text: str, labels: Sequence[Label]) -> Answers:
    """“包头市 九原区” or “包头市九原区”: cut at the gap, or behind a character of the first name (盟、市)."""
    parts = [part.strip() for part in GAP.split(text) if part.strip()]
    if len(parts) < len(labels):
        parts = text.split()
    cut = re.fullmatch(rf"(.+?[{re.escape(labels[0].tail)}])(.+)", text.strip())
    if len(parts) == 1 and cut:
        parts = [cut[1], cut[2]]
    parts += [""] * len(labels)
    return [(label, parts[at]) for at, label in enumerate(labels)]
