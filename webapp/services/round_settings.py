"""The settings a round is opened with: plain values that can be frozen, compared and hashed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

# Settings of later releases: while they say nothing they are not stored, so that older rounds keep their fingerprint.
LATER = (
    "sample_scoring",
    "pass_line",
    "quotas",
    "replacement",
    "publicity_days",
    "seed_procedure",
    "public_number",
    "load_spread",
    "recusal_limit",
)
DEFAULT_LOAD_SPREAD, DEFAULT_RECUSALS = 2, 3


@dataclass(frozen=True)
class RoundSettings:
    """Everything the measures leave open and a round decides before the first score.

    Of the later ones, empty means: no pass line, no floors and caps, replacement and publicity as the pack says,
    a seed put together at the draw, no public number, loads at most 2 apart where possible, 3 requests of recusal.
    A quota is (``city`` or ``industry``, group or ``*`` for each, ``floor`` or ``cap``, places).
    """

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
    sample_scoring: bool = False
    code: str = ""
    pass_line: str = ""
    quotas: tuple[tuple[str, str, str, int], ...] = ()
    replacement: str = ""
    publicity_days: int = 0
    seed_procedure: str = ""
    public_number: str = ""
    load_spread: str = ""
    recusal_limit: str = ""

    @property
    def report_years(self) -> tuple[int, int, int]:
        """Return the three years that end last year."""
        year = self.declaration_year
        return (year - 3, year - 2, year - 1)

    @property
    def load_difference(self) -> int:
        """Return by how many declarations the loads of two experts may differ where the rules allow it."""
        return int(self.load_spread) if self.load_spread else DEFAULT_LOAD_SPREAD

    @property
    def n_recusal_requests(self) -> int:
        """Return how many experts one applicant may ask to stand aside."""
        return int(self.recusal_limit) if self.recusal_limit else DEFAULT_RECUSALS

    def weight_shares(self) -> dict[str, Decimal]:
        """Return the weights of the areas in percent as exact numbers."""
        return {area: Decimal(weight) for area, weight in self.weights.items()}

    def as_json(self) -> dict[str, Any]:
        """Return plain values for storage and for the fingerprint."""
        plain = asdict(self)
        plain["tie_order"] = list(self.tie_order)
        plain["weights"] = dict(self.weights)
        plain["quotas"] = [list(quota) for quota in self.quotas]
        return {name: value for name, value in plain.items() if name not in LATER or value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read stored settings back."""
        quotas = tuple(
            (str(partition), str(group), str(kind), int(n)) for partition, group, kind, n in stored.get("quotas", ())
        )
        return cls(**{**stored, "tie_order": tuple(stored["tie_order"]), "quotas": quotas})
