"""Parsing in a child with little memory and little time: a file that kills a parser kills nobody else.

As a module it is the child: ``python -m webapp.imports.sandbox workbook`` reads a file on standard input and prints
plain JSON. Nothing is ever unpickled from it.
"""

import json
import resource
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from webapp.imports.child_process import run_child
from webapp.imports.limits import MEBIBYTE
from webapp.imports.refusal import RefusedFileError

TASKS = {"workbook": "webapp.imports.workbook_cells", "document": "webapp.imports.word_outline"}
MEMORY_BYTES = 400 * MEBIBYTE
CPU_SECONDS = 4
WALL_SECONDS = 20.0
REFUSED_STATUS = 3
PROJECT = Path(__file__).resolve().parents[2]

UNREADABLE = "文件读不出来，可能已损坏，或内容大得超出常理。请在 Word、Excel 或 WPS 中打开检查、另存后再上传。"


def parse_in_sandbox(task: str, data: bytes) -> object:
    """Return what the task makes of the bytes, numbers as `Decimal`; `RefusedFileError` when it cannot."""
    outcome = run_child((sys.executable, "-m", "webapp.imports.sandbox", task), data, PROJECT, WALL_SECONDS)
    if outcome.timed_out or outcome.status not in (0, REFUSED_STATUS):
        raise RefusedFileError("file.unreadable", UNREADABLE)
    answer: dict[str, object] = json.loads(outcome.output, parse_float=Decimal, parse_int=Decimal)
    if outcome.status == REFUSED_STATUS:
        values = answer["values"]
        raise RefusedFileError(str(answer["code"]), str(answer["template"]), values if isinstance(values, dict) else {})
    return answer["result"]


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(read: Callable[[bytes], object], data: bytes) -> tuple[int, dict[str, object]]:
    try:
        return 0, {"result": read(data)}
    except RefusedFileError as refusal:
        return REFUSED_STATUS, {
            "code": refusal.code,
            "template": refusal.message_template,
            "values": {name: str(value) for name, value in refusal.values.items()},
        }


def main(task: str) -> int:
    """Run one task as the child; the exit status tells a refusal from a result."""
    read: Callable[[bytes], object] = import_module(TASKS[task]).read
    _limit_resources()
    status, answer = _answer(read, sys.stdin.buffer.read())
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
