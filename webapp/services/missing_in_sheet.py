"""What a sheet still lacks before it can be submitted, counted for the summary an expert signs."""

from typing import NamedTuple

from webapp.queries.own_sheets import OwnSheet
from webapp.services.round_rules import rules_of
from webapp.services.submit_reviews import needs_reason


class Missing(NamedTuple):
    """Criteria without points, extreme points without a reason, and whether the opinion is not written."""

    n_unscored: int
    n_reasons: int
    has_no_opinion: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the sheet can be submitted."""
        return not any(self)


def missing_in(sheet: OwnSheet) -> Missing:
    """Count what submitting would name one by one."""
    rules, given = rules_of(sheet.place), sheet.scores
    scored = [one for one in given.values() if one.hundredths is not None or one.is_not_applicable]
    reasons = [one for one in scored if needs_reason(one, rules.settings) and not one.reason.strip()]
    return Missing(len(rules.titles) - len(scored), len(reasons), not (sheet.place.opinion or "").strip())
