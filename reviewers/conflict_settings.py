"""What a round says about conflicts: how many years count, whether a shared region does, how many requests stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RegionLevel = Literal["off", "county", "city"]


@dataclass(frozen=True, slots=True)
class ConflictSettings:
    """
    The organiser's choices, frozen with the round.

    Parameters
    ----------
    same_region : {"off", "county", "city"}
        Whether working in the same county, or the same city or league, is a conflict.
    employment_years, advice_years : int
        Calendar years an ended post or advisory role still counts; 3 means that one ended in 2023 counts through 2026.
    requests_per_applicant : int
        How many experts one applicant may ask to stand aside; later requests are refused.
    siblings : bool
        Whether two units under one body (two branches of one company) are the same unit.
    umbrellas : tuple of str
        Further bodies so wide that sharing them above is no tie.

    Examples
    --------
    >>> ConflictSettings(same_region="city").employment_years
    3
    """

    same_region: RegionLevel = "off"
    employment_years: int = 3
    advice_years: int = 3
    requests_per_applicant: int = 3
    siblings: bool = True
    umbrellas: tuple[str, ...] = ()
