"""What was promised before it could be known: fingerprints of the pool and the conflicts, and each party's hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Commitment(Base):
    """One commitment before the draw; the newest of its kind and party counts, the older ones stay.

    `kind` is pool, conflicts, seed or start_over; `value` and `nonce` are empty until they are revealed.
    """

    __tablename__ = "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    attempt: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    party: Mapped[str] = mapped_column(String(32))
    fingerprint: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(Text, default="")
    nonce: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]
