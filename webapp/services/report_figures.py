"""The figures of a yearly report beside those of the year before, as page and paper show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.numbers import growth_percent, read_number
from webapp.models import Cluster
from webapp.queries import cluster_files
from webapp.services.re_review_round import origin_of
from webapp.services.report_year import report_fields
from webapp.services.round_settings import RoundSettings

PERCENT = Decimal(100)
FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class FigureRow:
    """One indicator with both years as stored; the change is a share of the year before, None for percentages."""

    key: str
    area: str
    label: str
    unit: str
    previous: str | None
    current: str | None
    change: Decimal | None

    @property
    def previous_number(self) -> Decimal | str | None:
        """Return the figure of the year before for a table of figures."""
        return number_or_text(self.previous)

    @property
    def current_number(self) -> Decimal | str | None:
        """Return the figure of the year for a table of figures."""
        return number_or_text(self.current)


def figures_of_year(session: Session, cluster: Cluster, year: int) -> Mapping[str, str]:
    """Return what is known of a year: from its report, else from the declaration that covers it."""
    report = cluster_files.file_of(session, cluster.id).report_of(year)
    if report is not None:
        return {key: str(value) for key, value in report.figures.items()}
    origin = origin_of(session, cluster)
    years = RoundSettings.from_json(origin[1].settings).report_years if origin else ()
    if origin is None or year not in years:
        return {}
    rows = {one.key: origin[0].answers.get(one.key) for one in report_fields(cluster.pack_id)}
    place = years.index(year)
    return {
        key: str(row[place])
        for key, row in rows.items()
        if isinstance(row, list) and len(row) == len(years) and row[place] not in (None, "")
    }


def report_rows(session: Session, cluster: Cluster, year: int) -> tuple[FigureRow, ...]:
    """Return every figure a report asks for, with both years."""
    form = load_pack(cluster.pack_id).form
    titles = {one.key: one.title for one in form.sections}
    before, present = figures_of_year(session, cluster, year - 1), figures_of_year(session, cluster, year)
    return tuple(
        FigureRow(
            one.key,
            titles[one.section],
            one.label,
            one.unit,
            before.get(one.key),
            present.get(one.key),
            change_of(one.kind, before.get(one.key), present.get(one.key)),
        )
        for one in report_fields(cluster.pack_id)
    )


def change_of(kind: str, before: str | None, present: str | None) -> Decimal | None:
    """Return the growth as a share; percentages and unknown years have none."""
    old, new = number_or_text(before), number_or_text(present)
    if kind in ("share", "rate") or not isinstance(old, Decimal) or not isinstance(new, Decimal):
        return None
    growth = growth_percent(old, new)
    return None if growth is None else (growth / PERCENT).quantize(FOUR, ROUND_HALF_UP)


def number_or_text(stored: str | None) -> Decimal | str | None:
    """Read a stored figure; 无 stays a word."""
    if stored is None:
        return None
    number = read_number(stored)
    return number if isinstance(number, Decimal) else stored
