"""What the desk shows: criteria with bands and the declared facts that bear on them, and the running total."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from rubrics.answers import render_answer
from rubrics.model import Area, Field
from scoring.composite import AreaWeights, Composite, compose_hundredths
from webapp.models import Evidence, Round, ScreeningResult
from webapp.queries.desks import Sheet
from webapp.queries.own_sheets import Declared, File, OwnSheet
from webapp.services.describe_pack import pack_for_page
from webapp.services.lay_out_evidence import Papers, lay_out_evidence
from webapp.services.round_rules import RoundRules, rules_of

BEARING_PARTS = ("article", "result", "quote", "observed", "reason")


@dataclass(frozen=True)
class Fact:
    """One declared answer beside a criterion; three cells where the form asks for three years."""

    label: str
    unit: str
    values: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True)
class Bearing:
    """One finding of the screening that bears on a criterion."""

    article: str
    result: str
    quote: str
    observed: str
    reason: str


@dataclass(frozen=True)
class Desk:
    """All a scoring page shows of the rule pack and the declaration; what is declared is written out when asked."""

    pack_id: str
    declared: Declared
    areas: tuple[Area, ...]
    weights: Mapping[str, str]
    papers: Papers
    years: tuple[int, int, int]
    reason_below: int
    reason_above: int
    total: "SheetTotal"

    @cached_property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """Return the declared answers beside each criterion."""
        form, answers = pack_for_page(self.pack_id).form, json.loads(self.declared.answers)
        return {
            criterion.key: tuple(declared_fact(form.field(key), answers.get(key)) for key in criterion.fields)
            for area in self.areas
            for criterion in area.criteria
        }

    @cached_property
    def findings(self) -> dict[str, tuple[Bearing, ...]]:
        """Return the findings beside each criterion."""
        return bearing_findings(self.areas, json.loads(self.declared.screening) if self.declared.screening else {})


@dataclass(frozen=True)
class SheetTotal:
    """The running total of a sheet with two decimals, half up, as it will be printed."""

    composite: Composite
    n_scored: int
    n_criteria: int

    def as_text(self) -> str:
        """Return the total, or a dash while something is missing."""
        return printed(self.composite.total)

    def areas_as_text(self) -> dict[str, str]:
        """Return the points of each finished area."""
        return {key: printed(value) for key, value in self.composite.areas.items()}


def printed(value: Fraction | None) -> str:
    """Round half up to two decimals, exactly."""
    if value is None:
        return "—"
    exact = Decimal(value.numerator * 1000 // value.denominator) / 1000
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def area_weights(found: Round) -> tuple[AreaWeights, ...]:
    """Join the round's weights of the areas with the pack's weights of the criteria."""
    return rules_of(found).weights


def rules_of_sheet(sheet: Sheet | OwnSheet) -> RoundRules:
    """Return the rules by which a sheet is scored."""
    return rules_of(sheet.place if isinstance(sheet, OwnSheet) else sheet.round)


def sheet_total(sheet: Sheet | OwnSheet) -> SheetTotal:
    """Put the points of a sheet together."""
    rules = rules_of_sheet(sheet)
    skipped = frozenset([key for key, score in sheet.scores.items() if score.is_not_applicable])
    points = {key: one.hundredths for key, one in sheet.scores.items() if one.hundredths is not None}
    composite = compose_hundredths(points, skipped, rules.whole)
    return SheetTotal(composite, len(points) + len(skipped), len(rules.titles))


def criterion_titles(found: Round) -> Mapping[str, str]:
    """Map each criterion of a round to its title."""
    return rules_of(found).titles


def bearing_findings(areas: Sequence[Area], result: Mapping[str, Any]) -> dict[str, tuple[Bearing, ...]]:
    """Put the stored findings beside the criteria whose conditions they answer."""
    stored = {one["condition"]: one for one in result.get("findings", ())}
    return {
        criterion.key: tuple(
            Bearing(**{part: str(stored[key][part] or "") for part in BEARING_PARTS})
            for key in criterion.conditions
            if key in stored and stored[key]["result"] != "not_applicable"
        )
        for area in areas
        for criterion in area.criteria
    }


def describe_sheet(sheet: Sheet, screening: ScreeningResult | None = None, files: Sequence[Evidence] = ()) -> Desk:
    """Collect what a page shows that asks for points: a sample, a review to reconsider."""
    found = json.dumps(screening.result, ensure_ascii=False) if screening else None
    declared = Declared(json.dumps(sheet.declaration.answers, ensure_ascii=False), found)
    return describe(sheet.round.pack_id, rules_of(sheet.round), declared, files, sheet_total(sheet))


def describe_own_sheet(sheet: OwnSheet, declared: Declared, files: Sequence[File]) -> Desk:
    """Collect what the scoring page shows."""
    return describe(sheet.place.pack_id, rules_of(sheet.place), declared, files, sheet_total(sheet))


def describe(
    pack_id: str, rules: RoundRules, declared: Declared, files: Sequence[Evidence | File], total: SheetTotal
) -> Desk:
    """Put rules, declaration and total together."""
    return Desk(
        pack_id=pack_id,
        declared=declared,
        areas=rules.areas,
        weights=rules.settings.weights,
        papers=lay_out_evidence(pack_id, rules.areas, files),
        years=rules.settings.report_years,
        reason_below=rules.settings.reason_below,
        reason_above=rules.settings.reason_above,
        total=total,
    )


def declared_fact(field: Field, value: Any) -> Fact:
    """Write one declared answer as the form prints it."""
    rendered = render_answer(field, value)
    cells = tuple(rendered) if isinstance(rendered, list | tuple) else (str(rendered),)
    return Fact(field.label, field.unit, cells, is_long=field.kind == "text" and field.years == 1)
