"""The procedure of a region as a value: who acts, which steps lead where, and the rules around them."""

from __future__ import annotations

from dataclasses import dataclass

from rubrics.procedure_terms import (
    AnnualReport,
    ChangeFiling,
    Objections,
    Provision,
    Publicity,
    ReReview,
    RevocationGround,
    Validity,
)


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
class Guard:
    """A fact that must hold before a step; ``title`` is what a clerk is told when it does not.

    Examples
    --------
    >>> Guard("publicity_over", "公示期满").title
    '公示期满'
    """

    key: str
    title: str


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
    guards: tuple[Guard, ...]
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

    def guard(self, key: str) -> Guard:
        """Return the guard with this key; `KeyError` when there is none."""
        for guard in self.guards:
            if guard.key == key:
                return guard
        raise KeyError(key)

    def allowed(self, state: str) -> tuple[Transition, ...]:
        """Return the steps that lead out of a state."""
        return tuple(step for step in self.transitions if state in step.sources)

    def refusal(self, source: str, target: str) -> ForbiddenTransition | None:
        """Return why a step is forbidden in words, or None when no rule names it."""
        for rule in self.forbidden:
            if rule.source in {source, "*"} and rule.target == target:
                return rule
        return None
