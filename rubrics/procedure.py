"""The procedure of a region as values: who acts, which steps lead where, dates, grounds and customs.

Every part carries the article and the line of the measure it reads; ``proposed`` marks what the measure leaves
open and we fill with an editable default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: ``key`` from the glossary, ``title`` as the measure calls them.

    Examples
    --------
    >>> Actor("expert", "专家", "评审申报材料", "10", 29).title
    '专家'
    """

    key: str
    title: str
    duties: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class State:
    """Where a declaration or a recognised cluster can be; ``final`` when nothing leads out of it.

    Examples
    --------
    >>> State("revoked", "已撤销", final=True).final
    True
    """

    key: str
    title: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """An allowed step: who may take it from where to where, and the guards (names of facts) that must hold.

    Examples
    --------
    >>> step = Transition("accept", "受理", ("submitted",), "accepted", "city_bureau", ("form_complete",), "9", 28)
    >>> step.sources, step.proposed
    (('submitted',), False)
    """

    key: str
    title: str
    sources: tuple[str, ...]
    target: str
    actor: str
    guards: tuple[str, ...]
    article: str
    source_line: int | None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class ForbiddenTransition:
    """A step that is refused, with the reason a clerk reads.

    Examples
    --------
    >>> ForbiddenTransition("proposed", "recognised", "未经公示，不得公布认定。", "10", 29).reason
    '未经公示，不得公布认定。'
    """

    source: str
    target: str
    reason: str
    article: str
    source_line: int | None


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


@dataclass(frozen=True)
class Procedure:
    """Everything that happens around the scoring, as data.

    Parameters
    ----------
    publicity, annual_report, change_filing, validity, re_review
        The dates; None in a pack whose source does not show them.
    revocation
        Grounds in the order of the measure; whether to revoke is always decided by a person.
    provisions
        What one region has and another lacks, by key: ``national_recommendation``, ``cultivation_pool``,
        ``regional_balance``, ``on_site_verification``, ``spot_check``, ``third_party`` and preferences.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> procedure = load_pack("nm-2023").procedure
    >>> [step.key for step in procedure.allowed("reviewed_by_city")]
    ['verify_on_site', 'decline_recommendation', 'withdraw']
    >>> refusal = procedure.refusal("reviewed_by_city", "recommended")
    >>> refusal.reason if refusal else ""
    '尚未实地核实，不得推荐。'
    """

    actors: tuple[Actor, ...]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    forbidden: tuple[ForbiddenTransition, ...]
    publicity: Publicity | None
    annual_report: AnnualReport | None
    change_filing: ChangeFiling | None
    validity: Validity | None
    re_review: ReReview | None
    revocation: tuple[RevocationGround, ...]
    objections: Objections | None
    provisions: tuple[Provision, ...]

    def provision(self, key: str) -> Provision | None:
        """Return the provision with this key, or None when the region has none such."""
        return next((entry for entry in self.provisions if entry.key == key), None)

    def allowed(self, state: str) -> tuple[Transition, ...]:
        """Return the steps that lead out of a state."""
        return tuple(step for step in self.transitions if state in step.sources)

    def refusal(self, source: str, target: str) -> ForbiddenTransition | None:
        """Return why a step is forbidden in words, or None when no rule names it."""
        for rule in self.forbidden:
            if rule.source in {source, "*"} and rule.target == target:
                return rule
        return None
