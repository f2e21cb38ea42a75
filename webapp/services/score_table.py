"""The scores of a round by columns, from one reading."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from webapp.queries import panels
from webapp.services.packed_scores import ScoreTable, table_of


def score_table(session: Session, round_id: int, among: Collection[int] | None = None) -> ScoreTable:
    """Read every score of the submitted reviews, or of some declarations; only a portion of the rows at a time."""
    return table_of(panels.score_portions(session, round_id, among))
