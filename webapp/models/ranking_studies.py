"""What was worked out beside a ranking when it was computed, so that nobody waits for it and it cannot change later."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class RankingStudy(Base):
    """Who would cross the line in other circumstances, and the figures a trial starts from."""

    __tablename__ = "ranking_study"

    run_id: Mapped[int] = mapped_column(ForeignKey("ranking_run.id"), primary_key=True)
    content: Mapped[dict[str, Any]]


class RankingExplanation(Base):
    """The sums behind one position, and why it stands before the next."""

    __tablename__ = "ranking_explanation"

    run_id: Mapped[int] = mapped_column(ForeignKey("ranking_run.id"), primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    sheets: Mapped[list[Any]]
    before_next: Mapped[list[Any]]
