"""Check on a visit only what came after the last full check, whose result is itself in the ledger."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.database import transaction
from webapp.errors import Problem
from webapp.models import LedgerEntry
from webapp.permissions import Action, Actor, require
from webapp.queries import ledgers
from webapp.services.check_ledger import check_ledger
from webapp.services.record_act import record_act
from webapp.services.verify_ledger import LedgerReport, verify_ledger

AT_MOST = 2000


@dataclass(frozen=True)
class Recheck:
    """The last full check, its faults, and what the entries after it show."""

    checked_at: datetime | None
    checked_by: str
    n_faults: int
    n_after: int
    problems: tuple[Problem, ...]


def recheck_ledger(session: Session) -> Recheck:
    """Follow the chain from the last full check, but never further back than a visit can wait for."""
    last = ledgers.newest_of_action(session, "verify ledger")
    head = ledgers.newest_sequence(session)
    start = max(last.sequence if last else 0, head - AT_MOST)
    problems = check_ledger(session, start)
    return Recheck(
        datetime.fromisoformat(last.at) if last else None,
        last.actor if last else "",
        faults_of(last),
        head - start,
        problems,
    )


def faults_of(act: LedgerEntry | None) -> int:
    """Read from the act how many faults the full check found."""
    return int(json.loads(act.facts)["faults"]) if act else 0


def verify_and_record(engine: Engine, *, actor: Actor, now: datetime) -> LedgerReport:
    """Verify everything and write down that it was done and what it found."""
    require(actor, Action.VERIFY_LEDGER)
    report = verify_ledger(engine)
    with transaction(engine) as session:
        record_verification(session, actor=actor, report=report, now=now)
    return report


def record_verification(session: Session, *, actor: Actor, report: LedgerReport, now: datetime) -> dict[str, int]:
    """Write down that everything was verified and what was found."""
    require(actor, Action.VERIFY_LEDGER)
    facts = {"entries": report.entries, "seals": report.seals, "rows": report.rows, "faults": len(report.problems)}
    record_act(session, actor=actor, action="verify ledger", facts=facts, now=now)
    return facts
