"""What is worked out of every score of a round, kept so that no page has to go through them again."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class KeptFigure(Base):
    """One thing worked out of a round, by name; where there is no row it is still, or again, to be worked out."""

    __tablename__ = "kept_figure"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[dict[str, Any]]


class PanelSpread(Base):
    """How far the panel of one declaration is apart, in whole millionths of a point, and each of its reviews.

    ``sd`` is -1 where there is one review; ``place`` falls in the order of the numbers, so that the list is read
    backwards by one index; ``beyond`` is the largest share, percent of the mean, that one of its reviews exceeds.
    """

    __tablename__ = "panel_spread"
    __table_args__ = (Index("ix_panel_spread_round_id_span", "round_id", "span", "sd", "place"),)

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    span: Mapped[int] = mapped_column(BigInteger)
    sd: Mapped[int] = mapped_column(BigInteger)
    place: Mapped[int]
    beyond: Mapped[int]
    mean: Mapped[int] = mapped_column(BigInteger)
    area: Mapped[str] = mapped_column(String(64))
    reviews: Mapped[list[Any]]


class SpotCandidate(Base):
    """One declaration worth a visit by a stored ranking, in the order of what speaks for it, and why."""

    __tablename__ = "spot_candidate"
    __table_args__ = (Index("ix_spot_candidate_run_id_declaration_id", "run_id", "declaration_id", unique=True),)

    run_id: Mapped[int] = mapped_column(ForeignKey("ranking_run.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"))
    rank: Mapped[int]
    reasons: Mapped[list[Any]]
