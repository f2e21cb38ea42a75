"""The ledger: its entries in order, whether they hold, and signed heads."""

import json
from typing import Any

from webapp.api.answers import Answer, Page, page_from
from webapp.api.asked import Asked
from webapp.api.resources import Resource
from webapp.api.v1.jobs import JobAnswer
from webapp.errors import NotFound
from webapp.models import LedgerEntry
from webapp.permissions import Action, require
from webapp.queries import ledgers, windows
from webapp.services.issue_checkpoint import issue_checkpoint
from webapp.services.queue_long_work import queue_verification
from webapp.services.recheck_ledger import recheck_ledger
from webapp.services.sign_checkpoint import checkpoint_part

resource = Resource("ledger")


class EntryAnswer(Answer):
    """One act, chained to the one before."""

    sequence: int
    at: str
    actor: str
    action: str
    facts: dict[str, Any]
    previous: str
    digest: str


class Rechecked(Answer):
    """Whether the entries after the last full check fit."""

    n_after: int
    n_faults: int
    problems: list[str]


class Head(Answer):
    """A signed head to keep."""

    head: dict[str, Any]


@resource.read("/ledger", Action.SEE_LEDGER, listed=True)
def list_answer(asked: Asked) -> Page[EntryAnswer]:
    """List the entries in their order."""
    found = windows.entries_after(asked.session, asked.window.after_number, asked.window.limit)
    return page_from(found, asked.window, lambda one: str(one.sequence), entry_answer)


def entry_answer(one: LedgerEntry) -> EntryAnswer:
    """Show one entry."""
    return EntryAnswer.of(one, facts=json.loads(one.facts))


@resource.read("/ledger/check", Action.SEE_LEDGER)
def check_answer(asked: Asked) -> Rechecked:
    """Tell whether what came after the last full check fits."""
    check = recheck_ledger(asked.session)
    return Rechecked.of(check, problems=[one.message for one in check.problems])


@resource.act("/ledger/verify", Action.VERIFY_LEDGER)
def verify_act(asked: Asked) -> JobAnswer:
    """Leave the full check of every entry and every row to a worker; its result tells what was found."""
    return JobAnswer.of(queue_verification(asked.session, actor=asked.actor, now=asked.now))


@resource.read("/ledger/checkpoints/<int:sequence>", Action.SEE_LEDGER)
def checkpoint_answer(asked: Asked, sequence: int) -> Head:
    """Show a signed head."""
    found = ledgers.checkpoint_of(asked.session, sequence)
    if found is None:
        raise NotFound("no-checkpoint", "没有这个检查点。")
    return Head(head=checkpoint_part(found))


@resource.act("/ledger/checkpoints", Action.SIGN_CHECKPOINT, status=201)
def sign_act(asked: Asked) -> Head:
    """Sign the present head."""
    require(asked.actor, Action.SIGN_CHECKPOINT)
    made = issue_checkpoint(asked.session, actor=asked.actor, reason="api", now=asked.now)
    return Head(head=checkpoint_part(made))
