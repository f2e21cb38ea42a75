"""专家评分表 as an expert prints it at the desk: the own sheets of one round, to be signed by hand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from webapp.exports.rendering import render_together
from webapp.exports.round_documents import DEMONSTRATION, Printing, score_sheet_of
from webapp.exports.score_sheet import score_sheets
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
