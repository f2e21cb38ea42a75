"""The observer's pages: the ledger, and the bundle with which a stranger re-derives the result."""

from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.errors import Refusal
from webapp.pages.act_titles import act_subject
from webapp.pages.door import actor, asking, guards, now, wiring
from webapp.permissions import Action, Facts, require, why_not
from webapp.queries import ledgers, rounds
from webapp.services.build_bundle import build_bundle
from webapp.services.published_commitments import round_head
from webapp.services.queue_long_work import is_large
from webapp.services.recheck_ledger import recheck_ledger
from webapp.services.reported_approaches import reported_approaches
from webapp.services.take_bundle import take_bundle
from webapp.services.verify_bundle import verify_bundle

pages = Blueprint("observation", __name__)


@pages.get("/ledger")
@guards(Action.SEE_LEDGER)
def ledger_page() -> ResponseReturnValue:
    """Show the newest entries, the last full check and whether what came after it fits."""
    before = request.args.get("before", type=int)
    with asking() as session:
        entries, codes = ledgers.newest_entries(session, before), rounds.codes_by_id(session)
        is_named = why_not(actor(), Action.SEE_DECLARATIONS) is None
        lines = [(one, datetime.fromisoformat(one.at), act_subject(one, codes, is_named=is_named)) for one in entries]
        check, heads = recheck_ledger(session), ledgers.newest_checkpoints(session)
    return render_template("observation/ledger.html", lines=lines, check=check, heads=heads)


@pages.get("/ledger/approaches")
@guards(Action.SEE_APPROACHES)
def reports_page() -> ResponseReturnValue:
    """Show the approaches (打招呼) that experts have reported."""
    with asking() as session:
        reports = reported_approaches(session)
    return render_template("observation/reports.html", reports=reports)


@pages.get("/bundle/<code>")
@guards(Action.TAKE_BUNDLE)
def bundle_page(code: str) -> ResponseReturnValue:
    """Explain the bundle and replay it here."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.TAKE_BUNDLE, Facts(round_state=found.state))
        if "verify" in request.args and is_large(session, found):
            raise Refusal(
                "replay-elsewhere", "本轮次申报较多，重算要占用几分钟和大量内存：请下载核验包，用 zeyou verify 重算。"
            )
        lines = verify_bundle(build_bundle(session, found=found)) if "verify" in request.args else None
        head = round_head(session, found)
    return render_template("observation/bundle.html", round=found, lines=lines, head=head)


@pages.get("/bundle/<code>.zip")
@guards(Action.TAKE_BUNDLE)
def bundle_file(code: str) -> ResponseReturnValue:
    """Hand out the bundle; the reading is written into the ledger."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        require(actor(), Action.TAKE_BUNDLE, Facts(round_state=found.state))
    taken = take_bundle(wiring().engine, actor=actor(), code=code, now=now())
    answer = Response(taken.pieces, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{code}-核验包.zip')}"
    answer.content_length = taken.length
    return answer
