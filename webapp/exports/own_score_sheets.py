"""专家评分表 as an expert prints it at the desk: the own sheets of one round, to be signed by hand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.exports.rendering import render_together
from webapp.exports.round_documents import DEMONSTRATION, MadeFile, Printing, score_sheet_of
from webapp.exports.score_sheet import score_sheets
from webapp.permissions import Action, Actor, require
from webapp.queries import desks
from webapp.services.print_own_sheet import print_own_sheet
from webapp.services.review_results import ReviewResult


def own_score_sheets(
    round_title: str,
    fingerprint: str,
    reviews: Sequence[ReviewResult],
    printing: Printing,
    font_folders: Sequence[Path],
    *,
    is_demonstration: bool,
) -> bytes:
    """Print the sheets as one PDF."""
    pages = score_sheets([score_sheet_of(round_title, fingerprint, review, printing) for review in reviews])
    if is_demonstration:
        pages = [replace(page, mark=DEMONSTRATION) for page in pages]
    return render_together(pages, "pdf", font_folders)


def own_sheets_paper(session: Session, actor: Actor, code: str, printing: Printing, fonts: Sequence[Path]) -> MadeFile:
    """Print an expert's own sheets of one round, finished or not; another's do not exist for them."""
    require(actor, Action.SCORE)
    listed = desks.sheets_of_account(session, actor.account_id or 0)
    sheets = [sheet for sheet in listed if sheet.round.code == code and sheet.seat.undertaken_at is not None]
    if not sheets:
        raise NotFound("no-sheet", "没有这份评审任务，或它不属于您。")
    found = sheets[0].round
    data = own_score_sheets(
        found.title,
        found.fingerprint or "",
        [print_own_sheet(sheet) for sheet in sheets],
        replace(printing, operator=sheets[0].seat.pseudonym),
        fonts,
        is_demonstration=found.is_demonstration,
    )
    return MadeFile(data, "application/pdf", f"{code}-专家评分表.pdf")
