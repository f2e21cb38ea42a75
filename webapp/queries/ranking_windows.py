"""A part of a stored ranking with what other methods say of the same declarations, in five statements."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Declaration, KeptFigure, RankingRow, RankingRun
from webapp.queries.declarations import LIGHT
from webapp.queries.rankings import Position

ROWS = 300
STANDINGS = "standings"  # how many are settled and how many open, by the newest decisive run


@dataclass(frozen=True)
class Window:
    """The rows of one page, the best of the whole ranking for the picture, and how many there are in all."""

    positions: list[Position]
    best: list[Position]
    others: dict[str, dict[int, RankingRow]]
    standings: dict[str, int]
    page: int
    n_rows: int = ROWS

    @property
    def n_all(self) -> int:
        """How many declarations are ranked."""
        return sum(self.standings.values())

    @property
    def n_pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.n_all // self.n_rows))

    def line_page(self, places: int) -> int:
        """Return the page on which the last of the places stands."""
        return max(1, -(-places // self.n_rows))

    @property
    def n_before(self) -> int:
        """How many rows stand on the pages before."""
        return (self.page - 1) * self.n_rows


def ranking_window(session: Session, runs: dict[str, RankingRun], page: int, n_best: int, n_rows: int = ROWS) -> Window:
    """Read one page of the decisive run and the same declarations' rows in the others."""
    decisive = next((run for run in runs.values() if run.is_decisive), None)
    if decisive is None:
        return Window([], [], {}, {}, 1)
    positions = rows_from(session, decisive.id, (page - 1) * n_rows, n_rows)
    best = positions[:n_best] if page == 1 else rows_from(session, decisive.id, 0, n_best)
    beside = {run.id: method for method, run in runs.items() if not run.is_decisive}
    others: dict[str, dict[int, RankingRow]] = {method: {} for method in beside.values()}
    shown = [one.declaration.id for one in positions]
    query = select(RankingRow).where(RankingRow.run_id.in_(list(beside)), RankingRow.declaration_id.in_(shown))
    for row in session.scalars(query):
        others[beside[row.run_id]][row.declaration_id] = row
    standings = standings_of_run(session, decisive.round_id, decisive.id)
    return Window(positions, best, {name: rows for name, rows in others.items() if rows}, standings, page, n_rows)


def standings_of_run(session: Session, round_id: int, run_id: int) -> dict[str, int]:
    """Count the standings of a decisive run, as kept with it; a run of an earlier release is gone through."""
    kept = session.get(KeptFigure, (round_id, STANDINGS))
    if kept is not None and kept.content["run"] == run_id:
        return dict(kept.content["counts"])
    counted = select(RankingRow.standing, func.count()).where(RankingRow.run_id == run_id)
    return dict(list(session.execute(counted.group_by(RankingRow.standing))))


def rows_from(session: Session, run_id: int, n_before: int, n: int) -> list[Position]:
    """List some rows of a run, the best first."""
    query = (
        select(RankingRow, Declaration)
        .join(Declaration, RankingRow.declaration_id == Declaration.id)
        .where(RankingRow.run_id == run_id)
        .order_by(RankingRow.position, Declaration.number)
        .offset(n_before)
        .limit(n)
        .options(*LIGHT)
    )
    return [Position(*row) for row in session.execute(query)]
