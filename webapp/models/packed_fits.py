"""A column for plans that keeps their tables of fits packed: a hundredth of the memory and a tenth of the bytes."""

import base64
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from webapp.models.fit_table import FitTable

FIT = "fit"
PACKED = "packed"
SAME = "as in the problem"
LEVEL, LARGE_LEVEL = 6, 1
LARGE = 4_000_000


class PlanOutcome(TypeDecorator[dict[str, Any]]):
    """JSON in which the fits of a problem, whole numbers, are stored as one packed text; older rows are read too.

    The digest of a problem and the bundle are made of the unpacked table and do not know of this.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        """Pack every table of fits."""
        return None if value is None else packed_outcome(value)

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        """Unpack them."""
        return None if value is None else unpacked_outcome(value)


def packed_outcome(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Pack the fits of the plan's problem and of the problem it grew out of, once where the two are one."""
    done = dict(outcome)
    fits = done.get("problem", {}).get(FIT)
    if fits is not None:
        done["problem"] = {**done["problem"], FIT: packed(fits)}
    before = done.get("base", {}).get("problem", {})
    if FIT in before:
        is_same = before[FIT] is fits
        done["base"] = {**done["base"], "problem": {**before, FIT: SAME if is_same else packed(before[FIT])}}
    return done


def unpacked_outcome(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Unpack the same."""
    done = dict(stored)
    if FIT in done.get("problem", {}):
        done["problem"] = {**done["problem"], FIT: unpacked(done["problem"][FIT])}
    before = done.get("base", {}).get("problem", {})
    if FIT in before:
        fits = done["problem"][FIT] if before[FIT] == SAME else unpacked(before[FIT])
        done["base"] = {**done["base"], "problem": {**before, FIT: fits}}
    return done


def packed(table: Any) -> Any:
    """Write a rectangular table of whole numbers below 2³¹ as text; anything else stays as it is."""
    if not isinstance(table, list | FitTable) or not table:
        return table
    numbers = np.asarray(table, dtype="<i4")
    text = base64.b64encode(zlib.compress(numbers.tobytes(), LEVEL if numbers.size <= LARGE else LARGE_LEVEL)).decode(
        "ascii"
    )
    return {PACKED: text, "rows": numbers.shape[0], "columns": numbers.shape[1]}


def unpacked(table: Any) -> Any:
    """Read it back."""
    if not isinstance(table, Mapping):
        return table
    raw = zlib.decompress(base64.b64decode(table[PACKED]))
    return FitTable(np.frombuffer(raw, dtype="<i4").reshape(table["rows"], table["columns"]))
