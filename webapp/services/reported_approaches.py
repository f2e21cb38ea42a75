"""The approaches experts have reported, read out of the ledger for the observer."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.queries import ledgers


@dataclass(frozen=True)
class Approach:
    """One report as it stands in the ledger."""

    sequence: int
    at: datetime
    actor: str
    who: str
    what: str


def reported_approaches(session: Session) -> list[Approach]:
    """List all reports, newest first."""
    entries = ledgers.entries_of_action(session, "report approach")
    told = [(entry, json.loads(entry.facts)) for entry in entries]
    return [
        Approach(entry.sequence, datetime.fromisoformat(entry.at), entry.actor, facts["who"], facts["what"])
        for entry, facts in told
    ]
