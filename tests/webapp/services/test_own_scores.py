"""An expert's own scores: their distribution, and pairs that look alike but ended far apart."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rubrics.loading import load_pack
from scoring.composite import Composite
from webapp.models import Round
from webapp.queries.own_sheets import Given, OwnSheet, Place
from webapp.services.describe_desk import SheetTotal, criterion_titles
from webapp.services.open_round import propose_settings
from webapp.services.own_scores import Bar, distribution, far_apart

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


def sheet(points: dict[str, str], total: str) -> tuple[OwnSheet, SheetTotal]:
    """Make a sheet with points and a total."""
    scores = {
        key: Given(int(Decimal(value) * 100), is_not_applicable=False, reason="") for key, value in points.items()
    }
    made = OwnSheet(PLACE, scores)
    return made, SheetTotal(Composite({}, Fraction(total)), len(scores), len(scores))


def test_points_are_counted_in_tens_and_hundred_joins_the_last() -> None:
    one, _total = sheet({"a": "0", "b": "9.99", "c": "10", "d": "100"}, "50")
    assert [bar for bar in distribution([one]) if bar.n] == [Bar(0, 10, 2), Bar(10, 20, 1), Bar(90, 100, 1)]


def test_no_sheet_has_an_empty_distribution() -> None:
    assert sum(bar.n for bar in distribution([])) == 0


def test_slip_of_the_keys_is_named_with_its_criterion() -> None:
    keys = list(criterion_titles(ROUND))[:4]
    # Three criteria differ by 1, the fourth by 72: the median difference is 1, the totals differ by 18.
    upper = sheet(dict(zip(keys, ("80", "81", "82", "80"), strict=True)), "80.75")
    lower = sheet(dict(zip(keys, ("79", "80", "81", "8"), strict=True)), "62.75")
    (found,) = far_apart([lower, upper])
    assert (found.higher, found.gap) == (upper[0], "18.00")
    assert found.criteria == (criterion_titles(ROUND)[keys[3]],)


def test_pair_that_differs_everywhere_is_no_slip() -> None:
    upper, lower = sheet({"a": "90", "b": "90"}, "90"), sheet({"a": "60", "b": "60"}, "60")
    assert far_apart([upper, lower]) == []


def test_unfinished_sheets_are_not_compared() -> None:
    upper, _total = sheet({"a": "90"}, "90")
    unfinished = (upper, SheetTotal(Composite({}, None), 1, 2))
    assert far_apart([unfinished, sheet({"a": "90"}, "60")]) == []
