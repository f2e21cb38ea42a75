"""A chart as SVG that needs no colour: one bar white with an outline, the other solid, each with its figure."""

from xml.sax.saxutils import escape

from webapp.services.picture import Bars, Chart

WIDTH, LABEL, FIGURE = 720, 190, 56
ROW, BAR, HEAD = 28, 12, 26
LONGEST_LABEL = 12
INK = "#1c2833"


def bar_chart(chart: Chart, words: tuple[str, str], font: str = "", width: int = WIDTH) -> str:
    """Return the drawing; the words are the legend in the reader's language."""
    most = max((max(one.first, one.second) for one in chart.lines), default=1) or 1
    scale = float(width - LABEL - FIGURE) / float(most)
    height = drawn_height(chart)
    family = f' font-family="{escape(font)}"' if font else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="14" fill="{INK}"{family}'
    rows = "".join(row(one, HEAD + ROW * place, scale, chart.decimals) for place, one in enumerate(chart.lines))
    return f'{head} aria-hidden="true">{legend(words)}{rows}</svg>'


def drawn_height(chart: Chart) -> int:
    """Return how high the drawing is where it is `WIDTH` wide."""
    return HEAD + ROW * len(chart.lines) + 4


def legend(words: tuple[str, str]) -> str:
    """Draw what the two bars mean."""
    first, second = (escape(word) for word in words)
    return (
        f'<rect x="{LABEL}" y="5" width="14" height="{BAR}" class="first" fill="#ffffff" stroke="{INK}"/>'
        f'<text x="{LABEL + 20}" y="16">{first}</text>'
        f'<rect x="{LABEL + 200}" y="5" width="14" height="{BAR}" class="second"/>'
        f'<text x="{LABEL + 220}" y="16">{second}</text>'
    )


def row(line: Bars, top: int, scale: float, decimals: int) -> str:
    """Draw one line with its two bars."""
    first, second = float(line.first) * scale, float(line.second) * scale
    name = line.label if len(line.label) <= LONGEST_LABEL else f"{line.label[: LONGEST_LABEL - 1]}…"
    return (
        f'<text x="{LABEL - 8}" y="{top + 16}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LABEL}" y="{top + 2}" width="{max(first, 0.5):.1f}" height="{BAR}" class="first" '
        f'fill="#ffffff" stroke="{INK}"/>'
        f'<text x="{LABEL + first + 6:.1f}" y="{top + 12}" font-size="12">{line.first:.{decimals}f}</text>'
        f'<rect x="{LABEL}" y="{top + 2 + BAR}" width="{max(second, 0.5):.1f}" height="{BAR}" class="second"/>'
        f'<text x="{LABEL + second + 6:.1f}" y="{top + 12 + BAR}" font-size="12">{line.second:.{decimals}f}</text>'
    )
