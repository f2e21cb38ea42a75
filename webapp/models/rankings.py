"""Stored rankings and the decision taken on them; figures are whole millionths of a point."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class RankingRun(Base):
    """One computation of the ranking with everything needed to repeat it."""

    __tablename__ = "ranking_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    method: Mapped[str] = mapped_column(String(32))
    is_decisive: Mapped[bool]
    parameters: Mapped[dict[str, Any]]
    seed: Mapped[int] = mapped_column(BigInteger)
    settings_fingerprint: Mapped[str] = mapped_column(String(64))
    ratings_digest: Mapped[str] = mapped_column(String(64))
    engine_version: Mapped[str] = mapped_column(String(32))
    notes: Mapped[list[Any]]
    at: Mapped[datetime]


class RankingRow(Base):
    """The position of one declaration in one run."""

    __tablename__ = "ranking_row"
    __table_args__ = (Index("ix_ranking_row_run_id_position", "run_id", "position"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("ranking_run.id"), primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    rank: Mapped[int]
    estimate: Mapped[int] = mapped_column(BigInteger)
    sd: Mapped[int] = mapped_column(BigInteger)
    lo: Mapped[int] = mapped_column(BigInteger)
    hi: Mapped[int] = mapped_column(BigInteger)
    expected_rank: Mapped[int] = mapped_column(BigInteger)
    p_top_k: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    standing: Mapped[str] = mapped_column(String(16))
    areas: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(24), default="", server_default="")


class Decision(Base):
    """Selected or not, by whom, and why where it departs from the ranking."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("round_id", "declaration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"))
    is_selected: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    decider: Mapped[str] = mapped_column(String(64), default="", server_default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
