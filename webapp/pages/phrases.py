"""Titles that break between words, and the size of a file."""

from markupsafe import Markup, escape

from webapp.exports.phrases import phrases

PLACE = Markup("<wbr>")


def phrased(text: object) -> Markup:
    """Mark where a line may end; CSS keeps the rest together, and breaks it all the same where it does not fit."""
    plain = text.unescape() if isinstance(text, Markup) else str(text)
    return Markup('<span class="phrased">{}</span>').format(PLACE.join(escape(part) for part in phrases(plain)))


def file_size(size: int) -> str:
    """Show the size of a file in the units that read the same in both languages."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
