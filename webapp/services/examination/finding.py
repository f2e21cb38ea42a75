"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Well, worth knowing, or wrong."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do when it is not well."""

    subject: str
    standing: Standing
    text: str


def well(subject: str, text: str) -> Finding:
    """Find it in order."""
    return Finding(subject, Standing.WELL, text)


def note(subject: str, text: str) -> Finding:
    """Find something worth knowing that hinders nobody."""
    return Finding(subject, Standing.NOTE, text)


def wrong(subject: str, text: str) -> Finding:
    """Find something that must be mended."""
    return Finding(subject, Standing.WRONG, text)
