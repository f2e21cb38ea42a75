"""How far each panel is apart, worked out of the scores once and kept by declaration."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from scoring.agreement import divergent_reviews, panel_spread, shares_exceeded
from scoring.ratings import Ratings
from webapp.models import PanelSpread, Round
from webapp.queries import panel_figures
from webapp.services.derived_numbers import MICRO, micro
from webapp.services.kept_figures import CHANGES, PLACES, SPREADS, forget, keep, known, n_changes
from webapp.services.ratings_of_round import submitted_ratings

SHARES = (10, 15, 20, 30)
EXACT_SHARES = tuple(Fraction(share, 100) for share in SHARES)
CENT = Decimal("0.01")
# Every review is further from the mean than minus one times the mean.
EVERYONE = Fraction(-1)
ONE_REVIEW = -1
Reviewed = Mapping[tuple[str, str], tuple[int, int]]


def printed(millionths: int) -> Decimal:
    """Show a stored figure with two decimals."""
    return (Decimal(millionths) / MICRO).quantize(CENT, ROUND_HALF_UP)


def reviewed(rows: Iterable[tuple[str, str, int, int]]) -> Reviewed:
    """Map number and pseudonym to assignment and declaration."""
    return {(number, expert): (assignment, declaration) for number, expert, assignment, declaration in rows}


def spread_rows(round_id: int, ratings: Ratings, pairs: Reviewed) -> list[dict[str, Any]]:
    """Join the engine's spreads with the reviews they come from, as they are inserted."""
    levels = [0, *SHARES]
    exceeded = shares_exceeded(ratings, EXACT_SHARES)
    passed = zip(ratings.declarations[ratings.i], ratings.experts[ratings.j], exceeded, strict=True)
    beyond = {(number, expert): levels[n] for number, expert, n in passed}
    listed: dict[str, list[list[Any]]] = {}
    for row in divergent_reviews(ratings, share=EVERYONE).to_dict("records"):
        key = (row["declaration"], row["expert"])
        figures = [micro(row["score"]), micro(row["deviation_share"] * 100), beyond[key]]
        listed.setdefault(key[0], []).append([key[1], pairs[key][0], *figures, row["cause"]])
    places = {number: -place for place, number in enumerate(ratings.declarations)}
    return [
        {
            "declaration_id": pairs[row["declaration"], row["lowest_expert"]][1],
            "round_id": round_id,
            "span": micro(row["range"]),
            "sd": micro(row["sd"]) if row["n"] > 1 else ONE_REVIEW,
            "place": places[row["declaration"]],
            "beyond": max(one[4] for one in listed[row["declaration"]]),
            "mean": micro(row["mean"]),
            "area": row["cause"],
            "reviews": sorted(listed[row["declaration"]], key=lambda one: (-printed(one[2]), one[0])),
        }
        for row in panel_spread(ratings).to_dict("records")
    ]


def worked_out_spreads(session: Session, found: Round, ratings: Ratings) -> list[dict[str, Any]]:
    """Return the rows of the whole round."""
    return spread_rows(found.id, ratings, reviewed(panel_figures.submitted_ids(session, found.id)))


def keep_spreads(session: Session, found: Round, rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Store the rows of a round that has none yet; return what is counted of them."""
    session.execute(insert(PanelSpread), rows)
    content = {"n": len(rows), "beyond": counted(row["beyond"] for row in rows)}
    keep(session, found.id, SPREADS, content)
    return content


def counted(levels: Iterable[int]) -> dict[str, int]:
    """Count the panels by the largest share that one of their reviews exceeds."""
    return {str(level): n for level, n in sorted(Counter(levels).items())}


def note_changed_scores(session: Session, found: Round, declaration_ids: Collection[int]) -> None:
    """Renew what is kept of some declarations whose scores have changed after the lock, and let the rest be renewed."""
    session.flush()
    keep(session, found.id, CHANGES, {"n": n_changes(session, found.id) + 1})
    forget(session, found.id, PLACES)
    head = known(session, found.id, SPREADS)
    if head is None:
        return
    stored = panel_figures.spreads_among(session, declaration_ids)
    if set(stored) != set(declaration_ids):  # a panel without a review until now: its place is not known
        forget_spreads(session, found)
        return
    levels = Counter({int(level): n for level, n in head["beyond"].items()})
    pairs = reviewed(panel_figures.submitted_ids(session, found.id, declaration_ids))
    for row in spread_rows(found.id, submitted_ratings(session, found, declaration_ids), pairs):
        kept = stored[row["declaration_id"]]
        levels[kept.beyond] -= 1
        levels[row["beyond"]] += 1
        for name in ("span", "sd", "beyond", "mean", "area", "reviews"):
            setattr(kept, name, row[name])
    keep(session, found.id, SPREADS, {"n": head["n"], "beyond": {str(one): n for one, n in levels.items() if n}})


def forget_spreads(session: Session, found: Round) -> None:
    """Let the whole round be worked out anew."""
    session.execute(delete(PanelSpread).where(PanelSpread.round_id == found.id))
    forget(session, found.id, SPREADS)
