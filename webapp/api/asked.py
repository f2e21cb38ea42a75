"""What an endpoint gets beside its address: the session, who asks, the time, and the window into a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.permissions import Actor
from webapp.settings import Settings

LARGEST_NUMBER = 2**31 - 1
LONGEST_WINDOW = 500
LONGEST_MARK = 200


@dataclass(frozen=True)
class Window:
    """Which part of a list: what follows the cursor, so many rows at most."""

    after: str = ""
    limit: int = 100

    @property
    def after_number(self) -> int:
        """The cursor of a list that is ordered by number."""
        return int(self.after) if self.after.isascii() and self.after.isdigit() and len(self.after) < 10 else 0


@dataclass(frozen=True)
class Upload:
    """A file sent as the body of a call."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Asked:
    """One call inside its transaction."""

    session: Session
    actor: Actor
    now: datetime
    settings: Settings
    engine: Engine
    window: Window
    upload: Upload

    @property
    def today(self) -> date:
        """The calendar day where the department works."""
        return self.now.astimezone(self.settings.time_zone).date()

    @property
    def folder(self) -> Path:
        """Where contents of files are kept."""
        return self.settings.data_folder


@dataclass(frozen=True)
class Made:
    """A file to hand out: its bytes, or pieces that are made while they are sent, after the call's transaction."""

    data: bytes | Iterator[bytes]
    media_type: str
    filename: str
    length: int | None = None
