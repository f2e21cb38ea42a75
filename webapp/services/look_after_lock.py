"""What is shown after the lock of every score: worked out once, by a worker, whom the lock calls.

It takes frames, whose library is a fifth of what a process of the web service otherwise holds. Who looks at a small
round before a worker did, or where none runs, does not wait for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import RankingRun, Round
from webapp.permissions import Actor
from webapp.queries import panels, rankings
from webapp.services.kept_figures import PLACES, SPREADS, VISITS, keep, known, n_changes
from webapp.services.open_places import open_places
from webapp.services.panel_spreads import keep_spreads, worked_out_spreads
from webapp.services.propose_spot_checks import keep_candidates, spot_candidates
from webapp.services.queue_long_work import is_large, queue_look
from webapp.services.ratings_of_round import submitted_ratings
from webapp.services.record_act import record_act


@dataclass(frozen=True)
class Look:
    """What was missing, worked out of the scores as they were after so many changes."""

    n_changes: int
    spreads: list[dict[str, Any]] | None
    places: Mapping[str, Any] | None
    visits: tuple[int, list[dict[str, Any]]] | None


def ready_spreads(session: Session, *, actor: Actor, found: Round, now: datetime) -> Mapping[str, Any] | None:
    """Return what is counted of the panels' spreads, or have it worked out."""
    return ready(session, SPREADS, actor=actor, found=found, now=now)


def ready_places(session: Session, *, actor: Actor, found: Round, now: datetime) -> Mapping[str, Any] | None:
    """Return where one more review helps, or have it worked out."""
    return ready(session, PLACES, actor=actor, found=found, now=now)


def ready(session: Session, name: str, *, actor: Actor, found: Round, now: datetime) -> Mapping[str, Any] | None:
    """Return what is kept under the name; None where a worker has to see to it first."""
    content = known(session, found.id, name)
    if content is None:
        require_scores(session, found)
        if not is_seen_to(session, actor=actor, found=found, now=now):
            return None
        content = known(session, found.id, name)
    return content


def is_seen_to(session: Session, *, actor: Actor, found: Round, now: datetime) -> bool:
    """Work out at once what no worker has yet; that of a large round is queued."""
    if is_large(session, found):
        queue_look(session, actor=actor, found=found, now=now)
        return False
    store_look(session, found, look(session, found))
    return True


def require_scores(session: Session, found: Round) -> None:
    """Refuse where there is nothing to look at."""
    if not panels.kept_sums(session, found.id)[2]:
        raise Refusal("no-scores", "本轮次没有已提交的评分。")


def kept_visits(session: Session, found: Round, run: RankingRun) -> int | None:
    """Return how many visits are proposed by a stored ranking, None where it is to be worked out."""
    content = known(session, found.id, VISITS)
    return int(content["n"]) if content is not None and content["run"] == run.id else None


def ready_visits(session: Session, *, actor: Actor, found: Round, run: RankingRun, now: datetime) -> int | None:
    """Return the same, or have it worked out."""
    n = kept_visits(session, found, run)
    if n is None and is_seen_to(session, actor=actor, found=found, now=now):
        n = kept_visits(session, found, run)
    return n


def look(session: Session, found: Round) -> Look:
    """Work out whatever is missing, in one reading of the scores."""
    ratings, changes = submitted_ratings(session, found), n_changes(session, found.id)
    decisive = rankings.decisive_run(session, found.id)
    has_visits = decisive is None or kept_visits(session, found, decisive) is not None
    return Look(
        changes,
        None if known(session, found.id, SPREADS) else worked_out_spreads(session, found, ratings),
        None if known(session, found.id, PLACES) else open_places(found, ratings),
        None if has_visits or decisive is None else (decisive.id, spot_candidates(session, decisive.id, ratings)),
    )


def keep_look(session: Session, *, actor: Actor, found: Round, prepared: Look, now: datetime) -> None:
    """Store it; where scores have changed meanwhile it is worked out again."""
    facts = {"changes": n_changes(session, found.id)}
    record_act(session, actor=actor, action="look after lock", facts=facts, now=now, round_id=found.id)
    if prepared.n_changes != n_changes(session, found.id):
        prepared = look(session, found)
    store_look(session, found, prepared)


def store_look(session: Session, found: Round, prepared: Look) -> None:
    """Store what was missing."""
    if prepared.spreads is not None and known(session, found.id, SPREADS) is None:
        keep_spreads(session, found, prepared.spreads)
    if prepared.places is not None:
        keep(session, found.id, PLACES, prepared.places)
    if prepared.visits is not None and (known(session, found.id, VISITS) or {}).get("run") != prepared.visits[0]:
        keep_candidates(session, found, *prepared.visits)
