"""The settings a round is opened with: plain values that can be frozen, compared and hashed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self


@dataclass(frozen=True)
class RoundSettings:
    """Everything the measures leave open and a round decides before the first score."""

    declaration_year: int
    declare_until: str
    score_until: str
    weights: Mapping[str, str]
    experts_per_declaration: int
    panel_size: int
    n_reserves: int
    max_load: int
    method: str
    objective: str
    places: int
    tie_order: tuple[str, ...]
    reason_below: int
    reason_above: int
    same_city_conflict: bool
    employment_years: int
    count_publication_day: bool
    contact_person: str
    contact_phone: str
    contact_address: str
    scale_low: str = "0"
    scale_high: str = "100"
    is_imported: bool = False
    code: str = ""

    @property
    def report_years(self) -> tuple[int, int, int]:
        """Return the three years that end last year."""
        year = self.declaration_year
        return (year - 3, year - 2, year - 1)

    def weight_shares(self) -> dict[str, Decimal]:
        """Return the weights of the areas in percent as exact numbers."""
        return {area: Decimal(weight) for area, weight in self.weights.items()}

    def as_json(self) -> dict[str, Any]:
        """Return plain values for storage and for the fingerprint."""
        plain = asdict(self)
        plain["tie_order"] = list(self.tie_order)
        plain["weights"] = dict(self.weights)
        return plain

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read stored settings back."""
        return cls(**{**stored, "tie_order": tuple(stored["tie_order"])})
