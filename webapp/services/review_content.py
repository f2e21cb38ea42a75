"""What an expert hands in with one review, in the form whose hash the ledger keeps and a receipt shows."""

import hashlib

from webapp.queries.desks import Sheet
from webapp.services.ledger_digest import canonical


def review_content(sheet: Sheet) -> dict[str, object]:
    """Write the sheet as data: points in hundredths, not applicable, reason, by criterion."""
    review = sheet.review
    return {
        "assignment": sheet.assignment.id,
        "declaration": sheet.declaration.number,
        "version": review.version if review else 0,
        "opinion": review.opinion if review else "",
        "scores": {key: [one.hundredths, one.is_not_applicable, one.reason] for key, one in sheet.scores.items()},
    }


def content_digest(content: object) -> str:
    """Hash what was handed in."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
