"""The procedure of a region as values: who acts, which steps lead where, dates, grounds and customs.

Every part carries the article and the line of the measure it reads; ``proposed`` marks what the measure leaves
open and we fill with an editable default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: ``key`` from the glossary, ``title`` as the measure calls them."""

    key: str
    title: str
    duties: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class State:
    """Where a declaration or a recognised cluster can be; ``final`` when nothing leads out of it."""

    key: str
    title: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """An allowed step: who may take it from where to where, and the guards (names of facts) that must hold."""

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
    """A step that is refused, with the reason a clerk reads."""

    source: str
    target: str
    reason: str
    article: str
    source_line: int | None


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long the list hangs out: working days, and whether the day of publication counts."""

    working_days: int
    count_publication_day: bool
    place: str
    article: str
    source_line: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The last day of the yearly report on the year before."""

    month: int
    day: int
    reporter: str
    contents: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ChangeFiling:
    """Months to file a grave change, and the kinds of change that count."""

    months: int
    kinds: tuple[str, ...]
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Validity:
    """Years of validity, of extension, and the way they are counted (``anniversary`` or ``calendar_years``)."""

    years: int
    extension_years: int
    counting: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ReReview:
    """Who opens the re-review (``department`` or ``application``) and what becomes of a cluster without one."""

    opening: str
    without_one: str
    article: str
    source_line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RevocationGround:
    """One circumstance that revokes; ``during`` is ``validity``, ``re_review`` or ``any``."""

    number: int
    quote: str
    during: str
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Objections:
    """How objections to the published list are taken; the measures give no procedure, so most is proposed."""

    named_with_evidence: bool
    handler: str
    replacement: str
    article: str
    source_line: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of one region in words and with its place: national recommendation, pool, balance, on-site, preference."""

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
