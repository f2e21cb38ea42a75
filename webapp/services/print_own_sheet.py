"""An expert's own sheet with every figure the printed 专家评分表 shows, as far as it is scored."""

from webapp.queries.desks import Sheet
from webapp.queries.panels import StoredScore
from webapp.services.describe_desk import sheet_total
from webapp.services.review_results import ReviewResult, review_lines, two_decimals
from webapp.services.round_settings import RoundSettings


def print_own_sheet(sheet: Sheet) -> ReviewResult:
    """Collect the lines of one sheet; the expert stands under the pseudonym of the round."""
    number, expert = sheet.declaration.number, sheet.seat.pseudonym
    composite = sheet_total(sheet).composite
    given = {
        (number, expert, key): StoredScore(number, expert, key, one.hundredths, one.is_not_applicable, one.reason)
        for key, one in sheet.scores.items()
    }
    settings = RoundSettings.from_json(sheet.round.settings)
    return ReviewResult(
        expert=expert,
        number=number,
        cluster_name=sheet.declaration.cluster_name,
        city=sheet.declaration.city,
        applicant=str(sheet.declaration.answers.get("cover.operator") or ""),
        lines=tuple(review_lines(sheet.round.pack_id, settings, given, (number, expert), composite)),
        total=None if composite.total is None else two_decimals(composite.total),
        opinion=sheet.review.opinion if sheet.review else "",
        submitted_at=sheet.review.submitted_at if sheet.review else None,
    )
