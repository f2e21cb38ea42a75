"""How long a recognition is valid, from its announcement and from each extension."""

from __future__ import annotations

from datetime import date

from rubrics.deadlines import months_later

ANNIVERSARY, CALENDAR_YEARS = "anniversary", "calendar_years"
COUNTINGS = (ANNIVERSARY, CALENDAR_YEARS)


def expiry(
    announced: date,
    n_years: int,
    *,
    n_extensions: int = 0,
    extension_years: int | None = None,
    counting: str = ANNIVERSARY,
) -> date:
    """Return the last day on which a recognition is valid.

    Parameters
    ----------
    announced
        Day on which the list was announced.
    n_years
        Years of validity.
    n_extensions
        How many re-reviews were passed; each extends from the old expiry, whenever it was decided.
    extension_years
        Years of one extension; those of the first validity by default.
    counting
        ``anniversary``: to the same date (29 February → 28 February); ``calendar_years``: to 31 December.

    Returns
    -------
    date
        The expiry.

    Raises
    ------
    ValueError
        For a counting that is not known.

    Notes
    -----
    Source: NM 11, NX 14 (three years, extended by three).

    Examples
    --------
    >>> expiry(date(2023, 9, 15), 3), expiry(date(2023, 9, 15), 3, n_extensions=1)
    (datetime.date(2026, 9, 15), datetime.date(2029, 9, 15))
    >>> expiry(date(2024, 2, 29), 3), expiry(date(2023, 9, 15), 3, counting="calendar_years")
    (datetime.date(2027, 2, 28), datetime.date(2026, 12, 31))
    """
    if counting not in COUNTINGS:
        raise ValueError(f"counting is one of {COUNTINGS}, not {counting!r}")
    first = months_later(announced, 12 * n_years)
    if counting == CALENDAR_YEARS:
        first = date(announced.year + n_years, 12, 31)
    years = n_years if extension_years is None else extension_years
    return months_later(first, 12 * years * n_extensions)
