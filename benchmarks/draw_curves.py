"""Draw every kept chart as a picture: cost against size, both by powers of ten.

.venv/bin/python -m benchmarks.draw_curves
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from benchmarks.kept_figures import FOLDER, kept

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 880, 460, 70, 30, 300, 50
COLOURS = ("#1f5fa8", "#b3382c", "#2c7a3f", "#8a5a00", "#6a3d9a", "#00767a", "#9a2a6b", "#4d4d4d")
DASHES = ("", "6 3", "2 3")


def span(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around positive values."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def drawn(chart: dict[str, Any]) -> str:
    """Return the picture of a chart."""
    lines = {
        name: [(float(x), float(y)) for x, y in points.items() if y > 0] for name, points in chart["lines"].items()
    }
    every = [point for points in lines.values() for point in points]
    xs, ys = span([x for x, _y in every]), span([y for _x, y in every])

    def place(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - xs[0]) / (xs[1] - xs[0]) * (WIDTH - LEFT - RIGHT)
        up = (log10(y) - ys[0]) / (ys[1] - ys[0]) * (HEIGHT - TOP - BOTTOM)
        return round(LEFT + across, 1), round(HEIGHT - BOTTOM - up, 1)

    parts = [*axes(chart, xs, ys, place), *curves(lines, place)]
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *parts, "</svg>", ""])


def axes(chart: dict[str, Any], xs: tuple[int, int], ys: tuple[int, int], place: Any) -> Iterator[str]:
    """Yield the grid with its numbers and what they count."""
    for power in range(xs[0], xs[1] + 1):
        (x, bottom), (_x, top) = place(10.0**power, 10.0 ** ys[0]), place(10.0**power, 10.0 ** ys[1])
        yield f'<path d="M{x} {bottom}V{top}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{10.0**power:,g}</text>'
    for power in range(ys[0], ys[1] + 1):
        (left, y), (right, _y) = place(10.0 ** xs[0], 10.0**power), place(10.0 ** xs[1], 10.0**power)
        yield f'<path d="M{left} {y}H{right}" stroke="#ddd"/>'
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{10.0**power:,g}</text>'
    yield f'<text x="{LEFT}" y="18" font-weight="bold">{escape(chart["y"])}</text>'
    yield f'<text x="{(WIDTH - RIGHT + LEFT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(chart["x"])}</text>'


def curves(lines: dict[str, list[tuple[float, float]]], place: Any) -> Iterator[str]:
    """Yield each line with its points and, beside the picture, its name."""
    for n, (name, points) in enumerate(lines.items()):
        colour, dash = COLOURS[n % len(COLOURS)], DASHES[n // len(COLOURS) % len(DASHES)]
        spots = [place(*point) for point in points]
        path = "M" + "L".join(f"{x} {y}" for x, y in spots)
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in spots)
        y = TOP + 10 + 18 * n
        yield f'<path d="M{WIDTH - RIGHT + 14} {y}h20" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield f'<text x="{WIDTH - RIGHT + 40}" y="{y + 4}">{escape(name)}</text>'


def main() -> None:
    """Draw what is kept; each picture lies beside its figures."""
    for path in sorted(FOLDER.glob("*.json")):
        picture = Path(path.with_suffix(".svg"))
        picture.write_text(drawn(kept(path)), encoding="utf-8")
        print(picture)


if __name__ == "__main__":
    main()
