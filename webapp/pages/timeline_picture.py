"""The years of a cluster as a picture: validity as a line, every dated entry a numbered mark on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.services.cluster_timeline import Year

WIDTH, LEFT, RIGHT = 960, 30, 930
LINE, STEP, CLOSE = 34, 26, 22.0


@dataclass(frozen=True)
class Mark:
    """One entry: where it stands, its number in the table below, and its tone."""

    x: float
    y: int
    number: int
    tone: str


@dataclass(frozen=True)
class Timeline:
    """All a template draws."""

    width: int
    height: int
    left: int
    right: int
    line: int
    years: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    today: float | None


def draw_timeline(years: Sequence[Year], today: date) -> Timeline:
    """Place the entries by their days; marks that would cover each other go one below the other."""
    first, last = years[0].first, years[-1].last

    def at(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / max((last - first).days, 1), 1)

    marks: list[Mark] = []
    for entry in (one for year in years for one in year.entries):
        x = at(entry.on)
        taken = {one.y for one in marks if abs(one.x - x) < CLOSE}
        y = next(row for row in range(LINE, LINE + STEP * (len(marks) + 1), STEP) if row not in taken)
        marks.append(Mark(x, y, len(marks) + 1, TONES.get(entry.status, entry.tone)))
    return Timeline(
        WIDTH,
        max((one.y for one in marks), default=LINE) + STEP,
        LEFT,
        RIGHT,
        LINE,
        tuple((at(year.first), str(year.first)) for year in years),
        tuple(marks),
        at(today) if first <= today <= last else None,
    )


TONES = {"on_time": "good", "late": "bad", "overdue": "bad", "needs_decision": "warn", "waiting": "warn"}
