"""Where the bars of an expert's own distribution stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.services.own_scores import Bar

WIDTH, HEIGHT, FOOT, HEAD = 520, 130, 22, 18


@dataclass(frozen=True)
class DrawnBar:
    """One bar with its labels."""

    x: float
    y: float
    width: float
    height: float
    low: int
    high: int
    n: int


@dataclass(frozen=True)
class BarPicture:
    """All a template draws."""

    width: int
    height: int
    bars: tuple[DrawnBar, ...]


def draw_bars(bars: Sequence[Bar]) -> BarPicture:
    """Place the bars side by side; the tallest fills the height."""
    tallest = max((bar.n for bar in bars), default=0) or 1
    step, space = WIDTH / len(bars), HEIGHT - FOOT - HEAD
    drawn = tuple(
        DrawnBar(
            x=round(place * step + 3, 1),
            y=round(HEAD + space * (1 - bar.n / tallest), 1),
            width=round(step - 6, 1),
            height=round(space * bar.n / tallest, 1),
            low=bar.low,
            high=bar.high,
            n=bar.n,
        )
        for place, bar in enumerate(bars)
    )
    return BarPicture(WIDTH, HEIGHT, drawn)
