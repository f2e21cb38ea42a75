"""Rounds: one call with its pack, its frozen settings and its state."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Round(Base):
    """One round; after the freeze its settings never change and carry a fingerprint."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    pack_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(24), default="draft")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]]
    pack_fingerprint: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    frozen_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Publicity(Base):
    """The publication of a list, or of one replacement, with its computed first and last day."""

    __tablename__ = "publicity"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    published_on: Mapped[date]
    first_day: Mapped[date]
    last_day: Mapped[date]
    is_provisional: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(16), default="list", server_default="list")
    contact: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
