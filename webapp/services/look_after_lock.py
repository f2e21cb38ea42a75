"""What is shown after the lock of every score: worked out once, of a large round by a worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import RankingRun, Round
from webapp.permissions import Actor
from webapp.queries import rankings
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
    head = known(session, found.id, SPREADS)
    if head is not None or is_left_to_worker(session, actor, found, now):
        return head
    return keep_spreads(session, found, worked_out_spreads(session, found, submitted_ratings(session, found)))


def ready_places(session: Session, *, actor: Actor, found: Round, now: datetime) -> Mapping[str, Any] | None:
    """Return where one more review helps, or have it worked out."""
    content = known(session, found.id, PLACES)
    if content is not None or is_left_to_worker(session, actor, found, now):
        return content
    content = open_places(found, submitted_ratings(session, found))
    keep(session, found.id, PLACES, content)
    return content


def kept_visits(session: Session, found: Round, run: RankingRun) -> int | None:
    """Return how many visits are proposed by a stored ranking, None where it is to be worked out."""
    content = known(session, found.id, VISITS)
    return int(content["n"]) if content is not None and content["run"] == run.id else None


def ready_visits(session: Session, *, actor: Actor, found: Round, run: RankingRun, now: datetime) -> int | None:
    """Return the same, or have it worked out."""
    n = kept_visits(session, found, run)
    if n is not None:
        return n
    if is_left_to_worker(session, actor, found, now):
        return None
    return keep_candidates(session, found, run.id, spot_candidates(session, run.id, submitted_ratings(session, found)))


def is_left_to_worker(session: Session, actor: Actor, found: Round, now: datetime) -> bool:
    """Queue the work of a large round, unless that was done."""
    if not is_large(session, found):
        return False
    queue_look(session, actor=actor, found=found, now=now)
    return True


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


def keep_look(session: Session, *, actor: Actor, found: Round, ready: Look, now: datetime) -> None:
    """Store it; where scores have changed meanwhile it is worked out again."""
    facts = {"changes": n_changes(session, found.id)}
    record_act(session, actor=actor, action="look after lock", facts=facts, now=now, round_id=found.id)
    if ready.n_changes != n_changes(session, found.id):
        ready = look(session, found)
    if ready.spreads is not None and known(session, found.id, SPREADS) is None:
        keep_spreads(session, found, ready.spreads)
    if ready.places is not None:
        keep(session, found.id, PLACES, ready.places)
    if ready.visits is not None and (known(session, found.id, VISITS) or {}).get("run") != ready.visits[0]:
        keep_candidates(session, found, *ready.visits)
