"""The text of a notice as it is worded here, filled with its values."""

from collections.abc import Mapping

from webapp.models import NoticeText
from webapp.services.notice_kinds import KINDS, Wording

LONGEST_SUBJECT = 200

Worded = Mapping[tuple[str, str], NoticeText]


def wording_of(worded: Worded, kind: str, language: str) -> Wording:
    """Return the installation's own wording, or the one the product came with."""
    own = worded.get((kind, language))
    return Wording(own.subject, own.body) if own else KINDS[kind].texts[language]


def filled(wording: Wording, values: Mapping[str, object]) -> Wording:
    """Put the values into their places; a subject stays on one line."""
    texts = {name: str(value) for name, value in values.items()}
    subject = " ".join(wording.subject.format(**texts).split())
    return Wording(subject[:LONGEST_SUBJECT], wording.body.format(**texts))
