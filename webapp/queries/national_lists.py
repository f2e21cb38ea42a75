"""Questions about clusters recommended to the national level."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Cluster, NationalRecommendation, RankingRow, RankingRun


@dataclass(frozen=True)
class Recommended:
    """One place on a list with its cluster."""

    recommendation: NationalRecommendation
    cluster: Cluster


def list_of_year(session: Session, pack_id: str, year: int) -> list[Recommended]:
    """List the clusters a region recommends in a year, in order."""
    query = (
        select(NationalRecommendation, Cluster)
        .join(Cluster, NationalRecommendation.cluster_id == Cluster.id)
        .where(NationalRecommendation.pack_id == pack_id, NationalRecommendation.year == year)
        .order_by(NationalRecommendation.place)
    )
    return [Recommended(*row) for row in session.execute(query)]


def decisive_rows(session: Session, declaration_ids: Sequence[int]) -> dict[int, RankingRow]:
    """Map declarations to their rows in the newest decisive rankings of their rounds."""
    newest = select(func.max(RankingRun.id).label("id")).where(RankingRun.is_decisive).group_by(RankingRun.round_id)
    runs = newest.subquery()
    query = select(RankingRow).join(runs, RankingRow.run_id == runs.c.id)
    return {
        row.declaration_id: row for row in session.scalars(query.where(RankingRow.declaration_id.in_(declaration_ids)))
    }
