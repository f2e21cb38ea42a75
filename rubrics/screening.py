"""A declaration against a pack: every condition's finding, every check that fires, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics import outcomes
from rubrics.answers_checks import AnswerFinding, check_cells
from rubrics.conditions import Condition
from rubrics.consistency import WARNING, Finding
from rubrics.declaration import Declaration
from rubrics.declaration_reading import read_declaration
from rubrics.model import Pack

INCOMPLETE = "incomplete"
VERDICTS = ("veto", "fail", INCOMPLETE, "needs_decision", "pass")
_VERDICT_OF = {
    outcomes.VETO: "veto",
    outcomes.FAIL: "fail",
    outcomes.MISSING: INCOMPLETE,
    INCOMPLETE: INCOMPLETE,
    outcomes.NEEDS_DECISION: "needs_decision",
}
_OF_KIND = {("veto", outcomes.FAIL): outcomes.VETO, ("soft", outcomes.FAIL): outcomes.NEEDS_DECISION}
CheckFinding = Finding | AnswerFinding
_SOFT_NOTE = "{reason}本条为“一般”“原则上”的要求，是否放宽须由人书面认定。"


@dataclass(frozen=True, slots=True)
class ConditionFinding:
    """What screening finds about one condition.

    Parameters
    ----------
    condition, article, kind, quote
        As in the pack.
    result
        ``pass``, ``fail``, ``veto``, ``needs_decision``, ``missing``, ``not_applicable`` or ``judged``.
    observed
        What was read.
    reason_template, reason_values
        The reason as a Chinese template and what stands in its places.

    Examples
    --------
    >>> ConditionFinding("2", "2", "soft", "pass", "一般不超过", "80", "为 {n}。", {"n": "80"}).reason
    '为 80。'
    """

    condition: str
    article: str
    kind: str
    result: str
    quote: str
    observed: str
    reason_template: str
    reason_values: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Return the sentence with its places filled."""
        return self.reason_template.format(**self.reason_values)


@dataclass(frozen=True, slots=True)
class Screening:
    """The screening of one declaration.

    Parameters
    ----------
    pack
        Id of the pack.
    overall
        ``veto`` > ``fail`` > ``incomplete`` > ``needs_decision`` > ``pass``; ``pass`` means that the declaration may
        go to expert review, not that the cluster is recognised.
    findings
        One per condition, in the order of the pack.
    checks
        The form and consistency checks that fired, warnings included.
    missing_materials
        Numbers of the documents that are absent, or of which a part is.
    """

    pack: str
    overall: str
    findings: tuple[ConditionFinding, ...]
    checks: tuple[CheckFinding, ...]
    missing_materials: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        """Return plain values with the names of the contract; a check that fires in several cells is one entry."""
        return {
            "pack": self.pack,
            "overall": self.overall,
            "findings": [
                {
                    "condition": finding.condition,
                    "article": finding.article,
                    "result": finding.result,
                    "quote": finding.quote,
                    "observed": finding.observed,
                    "reason": finding.reason,
                }
                for finding in self.findings
            ],
            "checks": _grouped(self.checks),
            "missing_materials": list(self.missing_materials),
        }


def screen(pack: Pack, declaration: Mapping[str, object], *, complete: bool = False) -> Screening:
    """Return the screening of one declaration.

    Parameters
    ----------
    pack
        The region's rules; nothing about a region is in this code.
    declaration
        Plain values: ``declaration_year``, ``fields`` and what is known beside the form. Numbers are texts, whole
        numbers or `Decimal`; None is a blank cell, ``"无"`` the written answer.
    complete
        Whether texts, names, dates and seals that are not given count as blank too.

    Returns
    -------
    Screening
        Every finding, not only the first; a blank is never read as 0 and never fails.

    Raises
    ------
    MalformedDeclarationError
        With every unknown key and malformed value.

    Notes
    -----
    About 2 ms. Source: the measure itself, article by article; the readings are those of the pack.

    Examples
    --------
    An area above the soft limit is for a person to decide, and what was not filled in is missing:

    >>> from rubrics.loading import load_pack
    >>> screening = screen(load_pack("nm-2023"), {"fields": {"basic.area_km2": "200.01"}})
    >>> screening.overall, [f.result for f in screening.findings if f.condition in ("5.2.a", "5.2.b")]
    ('incomplete', ['needs_decision', 'missing'])
    """
    numbers = tuple(material.number for material in pack.materials)
    read = read_declaration(pack.form, declaration, numbers, complete=complete)
    findings = tuple(assess(condition, read) for condition in pack.conditions)
    checks: tuple[CheckFinding, ...] = (*_form_checks(read), *_consistency(pack, read))
    missing = _missing_materials(pack, read)
    results = [finding.result for finding in findings]
    results += [entry.result for entry in checks if entry.result != WARNING]
    results += [outcomes.MISSING] * bool(missing)
    return Screening(pack.id, verdict(results), findings, checks, missing)


def assess(condition: Condition, declaration: Declaration) -> ConditionFinding:
    """Return the finding of one condition; its kind decides what a failure means.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> pack = load_pack("nm-2023")
    >>> declaration = read_declaration(pack.form, {"fields": {"basic.no_violation": "否"}}, ())
    >>> assess(pack.condition("6.b"), declaration).result
    'veto'
    """
    outcome = condition.predicate.evaluate(declaration)
    result = _OF_KIND.get((condition.kind, outcome.result), outcome.result)
    template, values = outcome.reason_template, outcome.reason_values
    if condition.kind == "soft" and outcome.result == outcomes.FAIL:
        template, values = _SOFT_NOTE, {"reason": outcome.reason}
    return ConditionFinding(
        condition=condition.id,
        article=condition.article,
        kind=condition.kind,
        result=result,
        quote=condition.quote,
        observed=outcome.observed,
        reason_template=template,
        reason_values=values,
    )


def verdict(results: list[str]) -> str:
    """Return the verdict over all results; judged and not applicable never change it.

    Examples
    --------
    >>> verdict(["pass", "judged", "missing", "needs_decision"]), verdict(["not_applicable"])
    ('incomplete', 'pass')
    """
    return min((_VERDICT_OF.get(result, "pass") for result in results), key=VERDICTS.index, default="pass")


def _form_checks(declaration: Declaration) -> tuple[AnswerFinding, ...]:
    return check_cells(
        declaration.form,
        declaration.cells,
        given=declaration.given,
        evidence_missing=declaration.evidence_missing,
        declaration_year=declaration.year,
        complete=declaration.complete,
    )


def _grouped(checks: tuple[CheckFinding, ...]) -> list[dict[str, object]]:
    groups: dict[tuple[str, str], list[CheckFinding]] = {}
    for entry in checks:
        groups.setdefault((entry.check, entry.result), []).append(entry)
    return [
        {
            "check": check,
            "result": result,
            "fields": list(dict.fromkeys(key for entry in entries for key in entry.fields)),
            "reason": "".join(entry.reason for entry in entries),
        }
        for (check, result), entries in groups.items()
    ]


def _consistency(pack: Pack, declaration: Declaration) -> tuple[Finding, ...]:
    checks = (check for condition in pack.conditions for check in condition.cross_checks)
    found = (check.find(declaration) for check in checks)
    return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.check))


def _missing_materials(pack: Pack, declaration: Declaration) -> tuple[int, ...]:
    asked = {material.number for material in pack.materials}
    absent = set() if declaration.materials is None else asked - declaration.materials
    return tuple(sorted(absent | (asked & set(declaration.material_gaps))))
