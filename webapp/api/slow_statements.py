"""Statements that take long are noted with their text and time; the values in them stay out of the log."""

import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from webapp.logs import note

LONGEST_TEXT = 500


def watch_statements(engine: Engine, slow_ms: int, count: Callable[[], None] = lambda: None) -> None:
    """Note each statement that takes longer than the threshold; once for an engine."""
    if engine.get_execution_options().get("is_watched"):
        return
    engine.update_execution_options(is_watched=True)

    @event.listens_for(engine, "before_cursor_execute")
    def begin(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
        context.began_at = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        ms = (time.perf_counter() - context.began_at) * 1000
        if ms >= slow_ms:
            text = " ".join(statement.split())[:LONGEST_TEXT]
            note("database", "slow statement", level=logging.WARNING, ms=round(ms, 1), statement=text)
            count()
