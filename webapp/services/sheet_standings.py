"""How far each sheet of a desk is and what its points come to; worked out once for each version of a review.

Every save makes another version at another moment, in one transaction with its points, so that both name them.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from webapp.queries.own_sheets import OwnSheet, Place, scores_of_reviews
from webapp.services.describe_desk import sheet_total
from webapp.services.round_rules import RoundRules, rules_of
from webapp.services.submit_reviews import needs_reason

BIN = 10
MOST = 20_000  # some 700 bytes each
Key = tuple[int | None, int | None, str | None, RoundRules]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Criteria judged, all there are, extreme points without a reason, the total as it is printed, points in tens of
    the scale; the points of a finished sheet in hundredths in the order of the round's criteria, NaN for none.
    """

    n_scored: int
    n_criteria: int
    n_reasons: int
    total: str
    bins: tuple[int, ...]
    row: NDArray[np.float64] | None


# By the pool of a database's connections, which goes with it.
KNOWN: WeakKeyDictionary[Any, OrderedDict[Key, Standing]] = WeakKeyDictionary()
LOCK = Lock()


def standings(connection: Connection, places: Sequence[Place]) -> list[tuple[Place, Standing]]:
    """Put its standing to each place; only of what is not known the points are read."""
    keys = [(place.review_id, place.version, place.changed, rules_of(place)) for place in places]
    with LOCK:
        known = KNOWN.setdefault(connection.engine.pool, OrderedDict())
        found = {key: known.get(key) for key in keys}
    fresh = [place for key, place in zip(keys, places, strict=True) if found[key] is None]
    scores = scores_of_reviews(connection, [place.review_id for place in fresh if place.review_id is not None])
    made = {place: standing_of(OwnSheet(place, scores.get(place.review_id or 0, {}))) for place in fresh}
    stand = [(place, found[key] or made[place]) for key, place in zip(keys, places, strict=True)]
    with LOCK:
        for key, (_place, standing) in zip(keys, stand, strict=True):
            known[key] = standing
            known.move_to_end(key)
        while len(known) > MOST:
            known.popitem(last=False)
    return stand


def standing_of(sheet: OwnSheet) -> Standing:
    """Work it out of the points."""
    rules, total = rules_of(sheet.place), sheet_total(sheet)
    given = [one for one in sheet.scores.values() if one.hundredths is not None or one.is_not_applicable]
    bare = [one for one in given if needs_reason(one, rules.settings) and not one.reason.strip()]
    bins = [0] * (100 // BIN)
    for one in given:
        if one.hundredths is not None:
            bins[min(one.hundredths // (100 * BIN), len(bins) - 1)] += 1
    points = {key: one.hundredths for key, one in sheet.scores.items() if one.hundredths is not None}
    is_finished = total.composite.total is not None
    row = np.array([points.get(key, np.nan) for key in rules.titles], dtype=np.float64) if is_finished else None
    return Standing(total.n_scored, total.n_criteria, len(bare), total.as_text(), tuple(bins), row)
