"""What a sheet still lacks before it can be submitted, counted for the summary an expert signs."""

from typing import NamedTuple

from webapp.queries.own_sheets import Place
from webapp.services.sheet_standings import Standing


class Missing(NamedTuple):
    """Criteria without points, extreme points without a reason, and whether the opinion is not written."""

    n_unscored: int
    n_reasons: int
    has_no_opinion: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the sheet can be submitted."""
        return not any(self)


def missing_in(place: Place, standing: Standing) -> Missing:
    """Count what submitting would name one by one."""
    n_unscored = standing.n_criteria - standing.n_scored
    return Missing(n_unscored, standing.n_reasons, not (place.opinion or "").strip())
