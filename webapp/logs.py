"""Logs without personal data: JSON lines for machines or text for people, each with the number of its request."""

import logging
import sys
from typing import Any

import structlog

QUIET, TEXT, JSON = "quiet", "text", "json"
NAME = "zeyou"
HANDLER = "zeyou-logs"


def configure_logs(form: str) -> None:
    """Write to standard error in the form asked for; quiet leaves Python's own way, which shows warnings only."""
    if form == QUIET:
        return
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == TEXT:
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(HANDLER)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        )
    )
    for name in (NAME, "webapp"):
        replace_handler(logging.getLogger(name), handler)


def replace_handler(logger: logging.Logger, handler: logging.Handler) -> None:
    """Let one handler of ours speak for the logger, however often it is set up."""
    logger.handlers = [one for one in logger.handlers if one.get_name() != HANDLER] + [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def is_heard(subject: str) -> bool:
    """Tell whether anybody keeps what is noted of a subject, where it takes work to know it."""
    return logging.getLogger(f"{NAME}.{subject}").isEnabledFor(logging.INFO)


def note(subject: str, event: str, *, level: int = logging.INFO, **facts: object) -> None:
    """Write one line with its facts; whoever calls sees to it that none of them is personal."""
    logging.getLogger(f"{NAME}.{subject}").log(level, event, extra=facts)
