"""What the desk shows: criteria with bands and the declared facts that bear on them, and the running total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from rubrics.answers import render_answer
from rubrics.model import Area, Field
from scoring.composite import AreaWeights, Composite, compose
from webapp.models import Evidence, Round, ScreeningResult
from webapp.queries.desks import Sheet
from webapp.services.describe_pack import areas_of, pack_for_page
from webapp.services.lay_out_evidence import Papers, lay_out_evidence
from webapp.services.round_settings import RoundSettings

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

    sheet: Sheet
    screening: ScreeningResult | None
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
        form, answers = pack_for_page(self.sheet.round.pack_id).form, self.sheet.declaration.answers
        return {
            criterion.key: tuple(declared_fact(form.field(key), answers.get(key)) for key in criterion.fields)
            for area in self.areas
            for criterion in area.criteria
        }

    @cached_property
    def findings(self) -> dict[str, tuple[Bearing, ...]]:
        """Return the findings beside each criterion."""
        return bearing_findings(self.areas, self.screening)


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
    settings = RoundSettings.from_json(found.settings)
    return joined_weights(areas_of(found.pack_id, settings), tuple(settings.weights.items()))


@lru_cache(maxsize=32)
def joined_weights(areas: tuple[Area, ...], weights: tuple[tuple[str, str], ...]) -> tuple[AreaWeights, ...]:
    """Write the weights as exact fractions; the same for every sheet of a round."""
    given = dict(weights)
    return tuple(
        AreaWeights(
            area.key,
            Fraction(given.get(area.key, str(area.weight))),
            tuple((criterion.key, Fraction(criterion.weight)) for criterion in area.criteria),
        )
        for area in areas
    )


def sheet_total(sheet: Sheet) -> SheetTotal:
    """Put the points of a sheet together."""
    weights = area_weights(sheet.round)
    skipped = frozenset(key for key, score in sheet.scores.items() if score.is_not_applicable)
    points = {key: Fraction(value) for key, value in sheet.points().items()}
    n_criteria = sum(len(area.criteria) for area in weights)
    return SheetTotal(compose(points, skipped, weights), len(points) + len(skipped), n_criteria)


def criterion_titles(found: Round) -> dict[str, str]:
    """Map each criterion of a round to its title."""
    areas = areas_of(found.pack_id, RoundSettings.from_json(found.settings))
    return {criterion.key: criterion.title for area in areas for criterion in area.criteria}


def bearing_findings(areas: Sequence[Area], screening: ScreeningResult | None) -> dict[str, tuple[Bearing, ...]]:
    """Put the stored findings beside the criteria whose conditions they answer."""
    stored = {one["condition"]: one for one in screening.result["findings"]} if screening else {}
    return {
        criterion.key: tuple(
            Bearing(
                **{part: str(stored[key][part] or "") for part in ("article", "result", "quote", "observed", "reason")}
            )
            for key in criterion.conditions
            if key in stored and stored[key]["result"] != "not_applicable"
        )
        for area in areas
        for criterion in area.criteria
    }


def describe_sheet(sheet: Sheet, screening: ScreeningResult | None = None, files: Sequence[Evidence] = ()) -> Desk:
    """Collect what the scoring page shows."""
    settings = RoundSettings.from_json(sheet.round.settings)
    areas = areas_of(sheet.round.pack_id, settings)
    return Desk(
        sheet=sheet,
        screening=screening,
        areas=areas,
        weights=settings.weights,
        papers=lay_out_evidence(sheet.round.pack_id, areas, files),
        years=settings.report_years,
        reason_below=settings.reason_below,
        reason_above=settings.reason_above,
        total=sheet_total(sheet),
    )


def declared_fact(field: Field, value: Any) -> Fact:
    """Write one declared answer as the form prints it."""
    rendered = render_answer(field, value)
    cells = tuple(rendered) if isinstance(rendered, list | tuple) else (str(rendered),)
    return Fact(field.label, field.unit, cells, is_long=field.kind == "text" and field.years == 1)
