"""Receipts: an expert's own scores, the ledger's entry about them, and the proof that a signed head covers it."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import LedgerEntry
from webapp.permissions import Actor
from webapp.queries import ledgers
from webapp.queries.desks import Sheet
from webapp.services.issue_checkpoint import issue_checkpoint
from webapp.services.merkle import path_of
from webapp.services.review_content import review_content
from webapp.services.sign_checkpoint import checkpoint_part

FORMAT = "zeyou-receipts-1"
SHOWN = ("sequence", "at", "actor", "action", "facts", "previous", "digest")


def score_receipts(session: Session, *, actor: Actor, sheets: Sequence[Sheet], now: datetime) -> dict[str, object]:
    """Return one file with a receipt for every review handed in; all lead to the same signed head."""
    given = [sheet for sheet in sheets if sheet.state == "submitted"]
    if not given:
        raise Refusal("no-receipt", "还没有提交的评审；提交以后可以下载回执。")
    entries = newest_by_assignment(ledgers.entries_of_action(session, "submit review"))
    head = issue_checkpoint(session, actor=actor, reason="receipts", now=now)
    digests = ledgers.digests(session)
    receipts = [
        {"content": review_content(sheet), "entry": entry_part(entry), "path": path_of(digests, entry.sequence - 1)}
        for sheet in given
        if (entry := entries.get(sheet.assignment.id)) is not None
    ]
    return {"format": FORMAT, "checkpoint": checkpoint_part(head), "receipts": receipts}


def newest_by_assignment(entries: Sequence[LedgerEntry]) -> dict[int, LedgerEntry]:
    """Find the latest hand-in of each assignment; the entries come newest first."""
    found: dict[int, LedgerEntry] = {}
    for entry in entries:
        found.setdefault(json.loads(entry.facts)["assignment"], entry)
    return found


def entry_part(entry: LedgerEntry) -> dict[str, object]:
    """Write an entry as the receipt shows it."""
    return {name: getattr(entry, name) for name in SHOWN}
