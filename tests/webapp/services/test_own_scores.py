"""An expert's own scores: their distribution, and pairs that look alike but ended far apart."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from rubrics.loading import load_pack
from webapp.models import Round
from webapp.queries.own_sheets import Given, OwnSheet, Place
from webapp.services.describe_desk import criterion_titles
from webapp.services.open_round import propose_settings
from webapp.services.own_scores import Bar, distribution, far_apart
from webapp.services.sheet_standings import Standing, standing_of

SETTINGS = propose_settings(load_pack("nm-2023"), date(2026, 3, 23), "NM-1")
ROUND = Round(id=1, code="R", pack_id="nm-2023", settings=SETTINGS.as_json())


PLACE = Place(
    assignment_id=1,
    seat_id=1,
    account_id=1,
    pseudonym="专家01",
    is_undertaken=True,
    round_id=1,
    code="R",
    round_state="scoring",
    pack_id="nm-2023",
    settings=json.dumps(ROUND.settings),
    is_demonstration=False,
    declaration_id=1,
    number="1",
    cluster_name="集群",
    city="",
    county="",
    review_id=1,
    review_state="draft",
    opinion="",
    version=1,
    is_extra=False,
)


KEYS = list(criterion_titles(ROUND))


def sheet(points: Mapping[str, str], total: str | None = None) -> tuple[Place, Standing]:
    """Make a sheet with points; with a total it counts as finished, whatever it lacks."""
    scores = {
        key: Given(int(Decimal(value) * 100), is_not_applicable=False, reason="") for key, value in points.items()
    }
    standing = standing_of(OwnSheet(PLACE, scores))
    if total is None:
        return PLACE, standing
    row = np.array([float(Decimal(points[key]) * 100) if key in points else np.nan for key in KEYS])
    return PLACE, replace(standing, total=total, row=row)


def test_points_are_counted_in_tens_and_hundred_joins_the_last() -> None:
    one = sheet(dict(zip(KEYS, ("0", "9.99", "10", "100"), strict=False)))
    assert [bar for bar in distribution([one]) if bar.n] == [Bar(0, 10, 2), Bar(10, 20, 1), Bar(90, 100, 1)]
    assert [bar for bar in distribution([one, one]) if bar.n] == [Bar(0, 10, 4), Bar(10, 20, 2), Bar(90, 100, 2)]


def test_no_sheet_has_an_empty_distribution() -> None:
    assert [(bar.low, bar.n) for bar in distribution([])] == [(low, 0) for low in range(0, 100, 10)]


def test_slip_of_the_keys_is_named_with_its_criterion() -> None:
    keys = KEYS[:4]
    # Three criteria differ by 1, the fourth by 72: the median difference is 1, the totals differ by 18.
    upper = sheet(dict(zip(keys, ("80", "81", "82", "80"), strict=True)), "80.75")
    lower = sheet(dict(zip(keys, ("79", "80", "81", "8"), strict=True)), "62.75")
    (found,) = far_apart([lower, upper])
    assert (found.higher, found.lower, found.gap) == (upper[0], lower[0], "18.00")
    assert found.criteria == (criterion_titles(ROUND)[keys[3]],)


def test_pair_that_differs_everywhere_is_no_slip() -> None:
    upper = sheet(dict.fromkeys(KEYS[:2], "90"), "90")
    lower = sheet(dict.fromkeys(KEYS[:2], "60"), "60")
    assert far_apart([upper, lower]) == []


def test_unfinished_sheets_are_not_compared() -> None:
    finished = sheet(dict.fromkeys(KEYS, "90"))
    assert finished[1].total == "90.00"
    unfinished = sheet(dict.fromkeys(KEYS[1:], "90"))
    assert (unfinished[1].total, far_apart([unfinished, sheet({KEYS[0]: "90"}, "60")])) == ("—", [])
