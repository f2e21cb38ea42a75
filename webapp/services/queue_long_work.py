"""Work of large rounds goes to a worker; that of small ones is done while the person waits."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Job, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import ledgers, rounds
from webapp.services.ledger_digest import canonical
from webapp.services.queue_job import Handed, queue_job

# Up to here a ranking, a plan and a document are each done within a few seconds.
MOST_AT_ONCE = 1_000
# So many reviews are some hundred thousand rows to check, which takes a minute.
MOST_REVIEWS_CHECKED_AT_ONCE = 5_000


def is_large(session: Session, found: Round) -> bool:
    """Tell whether the round's long work is better done by a worker."""
    return rounds.has_more_admitted(session, found.id, MOST_AT_ONCE)


def queue_ranking(session: Session, *, actor: Actor, found: Round, now: datetime) -> Job:
    """Queue the ranking."""
    require(actor, Action.DECIDE_LIST, Facts(round_state=found.state))
    return queue_job(
        session, actor=actor, kind="rank round", arguments={}, now=now, round_id=found.id, key=f"rank:{found.id}"
    )


def queue_plan(session: Session, *, actor: Actor, found: Round, now: datetime) -> Job:
    """Queue the assignment."""
    require(actor, Action.ASSIGN, Facts(round_state=found.state))
    return queue_job(
        session, actor=actor, kind="propose plan", arguments={}, now=now, round_id=found.id, key=f"plan:{found.id}"
    )


def queue_document(session: Session, *, actor: Actor, found: Round, name: str, kind: str, now: datetime) -> Job:
    """Queue a document of the result."""
    require(actor, Action.EXPORT_RESULT, Facts(round_state=found.state))
    return queue_job(
        session,
        actor=actor,
        kind="export document",
        arguments={"name": name, "kind": kind},
        now=now,
        round_id=found.id,
        key=f"document:{found.id}:{name}.{kind}:{actor.account_id}",
    )


def queue_import(
    session: Session, *, actor: Actor, found: Round, file: Handed, is_submitted: bool, now: datetime
) -> Job:
    """Queue the import of a table of declarations."""
    require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state, city=actor.city))
    return queue_job(
        session,
        actor=actor,
        kind="import table",
        arguments={"submit": is_submitted},
        now=now,
        round_id=found.id,
        key=f"import:{found.id}:{actor.account_id}",
        file=file,
    )


def queue_look(session: Session, *, actor: Actor, found: Round, now: datetime) -> Job:
    """Queue what is shown after the lock of every score."""
    key = f"look:{found.id}"
    return queue_job(session, actor=actor, kind="look after lock", arguments={}, now=now, round_id=found.id, key=key)


def queue_explanation(session: Session, *, actor: Actor, found: Round, number: str, now: datetime) -> Job:
    """Queue the sums of a position and of those near it."""
    return queue_job(
        session,
        actor=actor,
        kind="explain position",
        arguments={"number": number},
        now=now,
        round_id=found.id,
        key=f"explain:{found.id}:{number}",
    )


def queue_trial(session: Session, *, actor: Actor, found: Round, arguments: Mapping[str, Any], now: datetime) -> Job:
    """Queue a trial of other settings; it belongs to who asked, so each asks for their own."""
    same = hashlib.sha256(canonical({"run": arguments["run"], "trial": arguments["trial"]}).encode()).hexdigest()
    return queue_job(
        session,
        actor=actor,
        kind="try settings",
        arguments=arguments,
        now=now,
        round_id=found.id,
        key=f"try:{found.id}:{same}:{actor.account_id}",
    )


def queue_backup(session: Session, *, actor: Actor, now: datetime) -> Job:
    """Queue a backup into the data folder."""
    require(actor, Action.TAKE_BACKUP)
    return queue_job(session, actor=actor, kind="back up", arguments={}, now=now, key="backup")


def takes_long_to_verify(session: Session) -> bool:
    """Tell whether the full check is better done by a worker."""
    return ledgers.newest_review(session) > MOST_REVIEWS_CHECKED_AT_ONCE


def queue_verification(session: Session, *, actor: Actor, now: datetime) -> Job:
    """Queue the full check of ledger and rows."""
    require(actor, Action.VERIFY_LEDGER)
    key = f"verify:{actor.account_id}"
    return queue_job(session, actor=actor, kind="verify ledger", arguments={}, now=now, key=key)
