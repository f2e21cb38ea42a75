"""Seals of what was written, one for each transaction, and signed heads of the ledger."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Seal(Base):
    """The digests of all rows one transaction wrote, under a code whose key is outside the database."""

    __tablename__ = "seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    algorithm: Mapped[str] = mapped_column(String(16))
    changes: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))


class Checkpoint(Base):
    """The head of the ledger, signed, for those who keep it elsewhere."""

    __tablename__ = "checkpoint"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(40))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
