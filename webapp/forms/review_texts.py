"""What an expert writes beside the points: never cut short without a word."""

from webapp.errors import Problem

REASON_LIMIT, OPINION_LIMIT = 1000, 4000


def too_long(text: str, limit: int, where: str = "") -> Problem | None:
    """Say by how much a text is too long; nothing of it is stored then."""
    if len(text) <= limit:
        return None
    told: dict[str, object] = {"limit": limit, "length": len(text)}
    return Problem(where, "text-too-long", "最多写 {limit} 字，现有 {length} 字，未保存：请删减。", told)


def with_plain_lines(text: str) -> str:
    """Return a form's text as it was typed: forms send two characters for each new line, and count one."""
    return text.replace("\r\n", "\n")
