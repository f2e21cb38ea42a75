"""From which day a re-review may be applied for or opened: the last year of the running validity."""

from __future__ import annotations

from datetime import date, timedelta

from rubrics.deadlines import months_later

LAST_MONTHS = 12
_DAY = timedelta(days=1)


def re_review_opens(expires: date) -> date:
    """Return the first day of the last year of a validity.

    Parameters
    ----------
    expires
        Last day of the validity.

    Returns
    -------
    date
        The day after the same date one year earlier.

    Notes
    -----
    NM 11 and NX 14 only say that the re-review follows the three years and name no first day. The ministry opened the
    re-review of its batch of 2022 inside the third year (工信厅企业函〔2025〕77号); the product follows that custom.

    Examples
    --------
    >>> re_review_opens(date(2026, 9, 15)), re_review_opens(date(2027, 2, 28))
    (datetime.date(2025, 9, 16), datetime.date(2026, 3, 1))
    """
    return months_later(expires, -LAST_MONTHS) + _DAY


def is_re_review_due(expires: date, today: date) -> bool:
    """Tell whether a day lies in the last year of a validity or after it.

    Parameters
    ----------
    expires
        Last day of the validity.
    today
        The day asked about.

    Returns
    -------
    bool
        False before `re_review_opens`.

    Examples
    --------
    >>> [is_re_review_due(date(2026, 9, 15), day) for day in (date(2025, 9, 15), date(2025, 9, 16), date(2026, 9, 16))]
    [False, True, True]
    """
    return today >= re_review_opens(expires)
