"""What proves the ledger: a full check at the push of a button, and signed heads to print and to keep."""

import json
from io import BytesIO

from flask import Blueprint, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.errors import NotFound
from webapp.models import Checkpoint
from webapp.pages.door import actor, asking, guards, now, wiring, writing
from webapp.permissions import Action, require
from webapp.queries import ledgers
from webapp.services.issue_checkpoint import issue_checkpoint
from webapp.services.queue_long_work import queue_verification, takes_long_to_verify
from webapp.services.recheck_ledger import verify_and_record
from webapp.services.sign_checkpoint import checkpoint_part

pages = Blueprint("ledger_proofs", __name__, url_prefix="/ledger")


@pages.post("/verify")
@guards(Action.VERIFY_LEDGER)
def verify_act() -> ResponseReturnValue:
    """Check every entry and every row they wrote and show what was found; a large installation's worker does."""
    with asking() as session:
        is_long = takes_long_to_verify(session)
    if is_long:
        with writing() as session:
            job = queue_verification(session, actor=actor(), now=now())
        return redirect(url_for("jobs.show_page", job_id=job.id))
    report = verify_and_record(wiring().engine, actor=actor(), now=now())
    return render_template("observation/verified.html", report=report)


@pages.post("/checkpoints")
@guards(Action.SIGN_CHECKPOINT)
def sign_act() -> ResponseReturnValue:
    """Sign the present head."""
    with writing() as session:
        require(actor(), Action.SIGN_CHECKPOINT)
        made = issue_checkpoint(session, actor=actor(), reason="page", now=now())
    return redirect(url_for("ledger_proofs.checkpoint_page", sequence=made.sequence))


@pages.get("/checkpoints/<int:sequence>")
@guards(Action.SEE_LEDGER)
def checkpoint_page(sequence: int) -> ResponseReturnValue:
    """Show a signed head so that it can be printed and kept on paper."""
    return render_template("observation/checkpoint.html", head=signed(sequence))


@pages.get("/checkpoints/<int:sequence>.json")
@guards(Action.SEE_LEDGER)
def checkpoint_file(sequence: int) -> ResponseReturnValue:
    """Hand out a signed head as a file."""
    text = json.dumps(checkpoint_part(signed(sequence)), ensure_ascii=False, indent=1)
    name = f"检查点-{sequence}.json"
    return send_file(BytesIO(text.encode()), "application/json", as_attachment=True, download_name=name)


def signed(sequence: int) -> Checkpoint:
    """Find a signed head."""
    with asking() as session:
        found = ledgers.checkpoint_of(session, sequence)
    if found is None:
        raise NotFound("no-checkpoint", "没有这个检查点。")
    return found
