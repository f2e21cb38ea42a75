"""The dates, grounds and other rules of a measure as values, each with the article and the line it reads.

``proposed`` marks what the measure leaves open and we fill with an editable default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long the list hangs out: working days, and whether the day of publication counts.

    Examples
    --------
    >>> Publicity(5, False, "门户网站", "10", 29, proposed=False).working_days
    5
    """

    working_days: int
    count_publication_day: bool
    place: str
    article: str
    source_line: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The last day of the yearly report on the year before.

    Examples
    --------
    >>> report = AnnualReport(3, 10, "city_bureau", "上一年度发展情况", "12", 32)
    >>> report.month, report.day
    (3, 10)
    """

    month: int
    day: int
    reporter: str
    contents: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ChangeFiling:
    """Months to file a grave change, and the kinds of change that count.

    Examples
    --------
    >>> ChangeFiling(1, ("主导产业", "空间范围", "运营管理机构"), "14", 34).months
    1
    """

    months: int
    kinds: tuple[str, ...]
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Validity:
    """Years of validity, of extension, and the way they are counted (``anniversary`` or ``calendar_years``).

    Examples
    --------
    >>> Validity(3, 3, "anniversary", "11", 31).extension_years
    3
    """

    years: int
    extension_years: int
    counting: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ReReview:
    """Who opens the re-review (``department`` or ``application``) and what becomes of a cluster without one.

    Examples
    --------
    >>> ReReview("application", "lapsed", "14", 54).without_one
    'lapsed'
    """

    opening: str
    without_one: str
    article: str
    source_line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RevocationGround:
    """One circumstance that revokes; ``during`` is ``validity``, ``re_review`` or ``any``.

    Examples
    --------
    >>> RevocationGround(2, "发现虚假申报的", "validity", "17(2)", 59).during
    'validity'
    """

    number: int
    quote: str
    during: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Objections:
    """How objections to the published list are taken; the measures give no procedure, so most is proposed.

    Examples
    --------
    >>> Objections(True, "未参与评审的人员", "none", "10", 29, proposed=True).proposed
    True
    """

    named_with_evidence: bool
    handler: str
    replacement: str
    article: str
    source_line: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of one region in words and with its place: national recommendation, pool, balance, on-site, preference.

    Examples
    --------
    >>> Provision("spot_check", "必要时实地抽查", "必要时实地抽查", False, "10", 29).mandatory
    False
    """

    key: str
    title: str
    quote: str
    mandatory: bool
    article: str
    source_line: int
