"""Who may not judge whom: every rule asked, every finding with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from reviewers.conflict_rules import (
    declared as declared_rule,
)
from reviewers.conflict_rules import (
    employment,
    named_on_form,
    plan_author,
    same_region,
    same_unit,
)
from reviewers.conflict_rules import (
    requested as requested_rule,
)
from reviewers.conflict_rules import (
    ties as tie_rule,
)
from reviewers.conflict_rules.context import Context
from reviewers.conflict_rules.told import Evidence
from reviewers.conflict_settings import ConflictSettings
from reviewers.findings import Conflict, DeclaredConflict, RequestedRecusal, SettledIdentity
from reviewers.people import DeclarationFacts, Expert, Tie, Unit

RULES: Mapping[str, Callable[[Context], Iterator[Conflict]]] = {
    same_unit.RULE: same_unit.find,
    employment.RULE: employment.find,
    named_on_form.RULE: named_on_form.find,
    plan_author.RULE: plan_author.find,
    declared_rule.RULE: declared_rule.find,
    requested_rule.RULE: requested_rule.find,
    tie_rule.RULE: tie_rule.find,
    same_region.RULE: same_region.find,
}

RULE_TITLES: Mapping[str, str] = {
    "same_unit": "单位相同或有隶属关系",
    "employment": "近年任职、兼职或咨询",
    "named_on_form": "申报材料中的人员",
    "plan_author": "规划编制人",
    "declared": "专家本人申请回避",
    "requested": "申报单位申请回避",
    "tie": "亲属、合作等关系",
    "same_region": "同一地区",
}


class UnknownIdError(ValueError):
    """A declared conflict, request or answer names an expert or declaration that is not in the round."""

    def __init__(self, kind: str, unknown: str) -> None:
        super().__init__(f"unknown {kind} {unknown!r}")
        self.kind = kind
        self.unknown = unknown


def find_conflicts(
    experts: Sequence[Expert],
    declarations: Sequence[DeclarationFacts],
    *,
    ties: Sequence[Tie] = (),
    declared: Sequence[DeclaredConflict] = (),
    requested: Sequence[RequestedRecusal] = (),
    settled: Sequence[SettledIdentity] = (),
    units: Sequence[Unit] = (),
    settings: ConflictSettings | None = None,
    today: date,
) -> tuple[Conflict, ...]:
    """
    Every reason why an expert may not, or perhaps may not, judge a declaration.

    Parameters
    ----------
    experts, declarations : sequence
        The pool of the round and the facts of its declarations; ids unique in each.
    ties : sequence of Tie
        The organiser's table of family and working ties.
    declared : sequence of DeclaredConflict
        What experts declared, before or after the assignment.
    requested : sequence of RequestedRecusal
        What applicants asked, in the order of arrival; those beyond the limit are left out (`refused_requests`).
    settled : sequence of SettledIdentity
        Answers to earlier questions about homonyms; an answered question is not asked again.
    units : sequence of Unit
        The organiser's table of units: aliases, former names and parents told once hold for every expert and form.
    settings : ConflictSettings or None
        The round's choices; None for the defaults.
    today : date
        Against which years are counted.

    Returns
    -------
    tuple of Conflict
        By expert, declaration (in the order given) and rule; within a rule questions first, so that a mapping keyed
        by rule ends with the certain one. ``certainty`` "certain" forbids the pair, "ask" is a question. A missing
        unit, place or name finds nothing: no rule guesses.

    Raises
    ------
    UnknownIdError
        A declared conflict, request or answer names somebody unknown.

    Notes
    -----
    Cost: near-linear in the names of units and people and in the findings; 600 experts × 3,000 declarations take
    less than two seconds (``benchmarks/conflicts.md``).

    Examples
    --------
    >>> from reviewers.people import InvolvedUnit
    >>> expert = Expert("e1", "王伟", units=(Unit("内蒙古农大"),))
    >>> form = DeclarationFacts("d1", units=(InvolvedUnit(Unit("内蒙古农业大学（盖章）"), "plan_author"),))
    >>> [finding.evidence for finding in find_conflicts([expert], [form], today=date(2026, 1, 1))]
    ['专家工作单位「内蒙古农大」与申报材料中的规划编制单位「内蒙古农业大学（盖章）」是同一单位']
    """
    _check_ids(experts, declarations, [*declared, *requested, *settled])
    told = Evidence(ties, declared, requested, settled)
    context = Context(experts, declarations, told, units, settings or ConflictSettings(), today)
    return _sorted(experts, declarations, (finding for rule in RULES.values() for finding in rule(context)))


def one_per_rule(findings: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """
    The first finding of each expert, declaration and rule, a certain one rather than a question.

    Examples
    --------
    >>> asked = Conflict("e1", "d1", "same_unit", "名称相近", {}, "ask")
    >>> certain = Conflict("e1", "d1", "same_unit", "同一单位", {})
    >>> [finding.evidence for finding in one_per_rule([asked, certain])]
    ['同一单位']
    """
    kept: dict[tuple[str, str, str], Conflict] = {}
    for finding in findings:
        known = kept.setdefault((finding.expert, finding.declaration, finding.rule), finding)
        if known.certainty == "ask" and finding.certainty == "certain":
            kept[finding.expert, finding.declaration, finding.rule] = finding
    return tuple(kept.values())


def refused_requests(
    declarations: Sequence[DeclarationFacts], requested: Sequence[RequestedRecusal], settings: ConflictSettings
) -> tuple[RequestedRecusal, ...]:
    """
    The requests beyond the number one applicant has, in the order of arrival.

    Examples
    --------
    >>> asked = [RequestedRecusal("e1", "d1"), RequestedRecusal("e2", "d1")]
    >>> refused_requests([DeclarationFacts("d1")], asked, ConflictSettings(requests_per_applicant=1))[0].expert
    'e2'
    """
    told = Evidence(requested=requested)
    return requested_rule.refused(Context((), declarations, told, (), settings, date.min))


def _check_ids(
    experts: Sequence[Expert],
    declarations: Sequence[DeclarationFacts],
    told: Sequence[DeclaredConflict | RequestedRecusal | SettledIdentity],
) -> None:
    known_experts = {expert.id for expert in experts}
    known_declarations = {declaration.id for declaration in declarations}
    for entry in told:
        if entry.expert not in known_experts:
            raise UnknownIdError("expert", entry.expert)
        if entry.declaration not in known_declarations:
            raise UnknownIdError("declaration", entry.declaration)


def _sorted(
    experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], findings: Iterable[Conflict]
) -> tuple[Conflict, ...]:
    expert_order = {expert.id: n for n, expert in enumerate(experts)}
    declaration_order = {declaration.id: n for n, declaration in enumerate(declarations)}
    rule_order = {rule: n for n, rule in enumerate(RULES)}
    once = {(f.expert, f.declaration, f.evidence_template, *f.evidence_values.values()): f for f in findings}
    return tuple(
        sorted(
            once.values(),
            key=lambda f: (
                expert_order[f.expert],
                declaration_order[f.declaration],
                rule_order[f.rule],
                f.certainty == "certain",
            ),
        )
    )
