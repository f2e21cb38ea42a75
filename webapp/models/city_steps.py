"""The city's steps: acceptance, correction, preliminary review, on-site verification, recommendation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class CityStep(Base):
    """One step as it was taken; step and target are the words of the rule pack's procedure."""

    __tablename__ = "city_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    step: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
