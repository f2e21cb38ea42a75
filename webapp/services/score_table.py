"""The scores of a round by columns, from one reading."""

from sqlalchemy.orm import Session

from webapp.queries import panels
from webapp.services.packed_scores import ScoreTable, table_of


def score_table(session: Session, round_id: int) -> ScoreTable:
    """Read every score of the submitted reviews; of the rows only a portion is in memory at a time."""
    return table_of(panels.score_portions(session, round_id))
