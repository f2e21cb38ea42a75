"""Figures kept beside the benchmarks, one file for each chart: a line by name, its points by size."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "figures"
CHARTS = {
    "steps": ("declarations", "processor seconds of a step of a round"),
    "pages": ("declarations", "processor milliseconds of a page, median of a role"),
    "users": ("users", "p95 as a multiple of the floor of the same run"),
    "exports": ("reviews", "processor seconds of an export"),
    "memory": ("reviews", "peak memory of an export, MiB"),
}


def keep(chart: str, line: str, x: float, y: float) -> None:
    """Store one point, in the place of an earlier one at the same size."""
    path = FOLDER / f"{chart}.json"
    stored = kept(path) if path.exists() else {"lines": {}}
    x_title, y_title = CHARTS[chart]
    points = {float(key): value for key, value in stored["lines"].get(line, {}).items()} | {x: round(y, 3)}
    lines = {**stored["lines"], line: {f"{key:g}": points[key] for key in sorted(points)}}
    FOLDER.mkdir(exist_ok=True)
    whole = {"x": x_title, "y": y_title, "lines": dict(sorted(lines.items()))}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept(path: Path) -> dict[str, Any]:
    """Read one chart."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
