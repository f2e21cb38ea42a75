"""Which options of a printed list are ticked, by box, by symbol, or by a √ typed beside or in place of the box."""

from dataclasses import dataclass

from rubrics.form import Field
from webapp.imports.form_labels import letters
from webapp.imports.ticks import BOXES_EMPTY, BOXES_TICKED, EMPTY, MARKS, TICKED, with_marks


@dataclass(frozen=True)
class Span:
    """Where one option's words stand in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class TickReading:
    """The ticked options.

    ``unsure`` when a mark stands halfway between two options, ``strange`` when a tick stands at words the form does not
    print, or there are only such words.
    """

    numbers: tuple[int, ...]
    answered_none: bool = False
    unsure: bool = False
    strange: bool = False


def read_ticks(entry: Field, text: str) -> TickReading:
    """Return the options that are ticked in the text of a cell."""
    text = with_marks(text)
    spans = _option_spans(entry, text)
    if not spans:
        words = letters(text)
        return TickReading((), answered_none=words == "无", strange=words not in ("", "无"))
    ticked, unsure = _marked(spans, text)
    boxed, strange = _boxed(spans, text)
    ticked |= boxed
    if not ticked and not _has_boxes(text) and len(spans) < len(entry.options):
        ticked = {span.number for span in spans}
    none = not ticked and letters(text[spans[-1].end :]) == "无"
    return TickReading(tuple(sorted(ticked)), none, unsure, strange)


def _has_boxes(text: str) -> bool:
    return any(character in BOXES_TICKED | BOXES_EMPTY for character in text)


def _boxed(spans: list[Span], text: str) -> tuple[set[int], bool]:
    """Boxes stand before their options, as printed, or all behind them; a ticked one at no option is strange."""
    before = _gaps_before(spans, text)
    behind = [*before[1:], text[spans[-1].end :]]
    if not _has_boxes(before[0]) and _has_boxes(behind[-1]):
        return {span.number for span, gap in zip(spans, behind, strict=True) if _boxes(gap)[:1] == TICKED}, False
    ticked = {span.number for span, gap in zip(spans, before, strict=True) if _boxes(gap)[-1:] == TICKED}
    return ticked, any(TICKED in _boxes(gap)[:-1] for gap in before) or TICKED in _boxes(behind[-1])


def _boxes(gap: str) -> str:
    """Return the boxes of a gap, all ticked ones alike."""
    symbols = (TICKED if character in BOXES_TICKED else EMPTY if character in BOXES_EMPTY else "" for character in gap)
    return "".join(symbols)


def _option_spans(entry: Field, text: str) -> list[Span]:
    """Options are sought in printed order; one that a person deleted leaves its place to the next."""
    places = [(letters(character), at) for at, character in enumerate(text)]
    folded = "".join(part for part, _ in places)
    positions = [at for part, at in places for _ in part]
    spans: list[Span] = []
    cursor = 0
    for option in entry.options:
        words = letters(option.label)
        found = folded.find(words, cursor)
        if found >= 0 and words:
            cursor = found + len(words)
            spans.append(Span(option.number, positions[found], positions[cursor - 1] + 1))
    return spans


def _gaps_before(spans: list[Span], text: str) -> list[str]:
    ends = [0, *(span.end for span in spans)]
    return [text[end : span.start] for end, span in zip(ends, spans, strict=False)]


def _marked(spans: list[Span], text: str) -> tuple[set[int], bool]:
    """Give every typed √ to the option it stands at; one at equal distance goes to neither and is reported."""
    ticked: set[int] = set()
    unsure, in_place = False, _stands_for_a_box(spans, text)
    for at, character in enumerate(text):
        if character not in MARKS or any(span.start <= at < span.end for span in spans):
            continue
        before = next((span for span in reversed(spans) if span.end <= at), None)
        following = next((span for span in spans if span.start > at), None)
        owner = _owner(text, at, before, following, following if in_place else None)
        unsure = unsure or owner is None
        ticked |= {owner.number} if owner else set()
    return ticked, unsure


def _stands_for_a_box(spans: list[Span], text: str) -> bool:
    """Whether before every option there is exactly one box or mark, so that the marks were put in place of boxes."""
    symbols = BOXES_EMPTY | BOXES_TICKED | MARKS
    return all(sum(character in symbols for character in gap) == 1 for gap in _gaps_before(spans, text))


def _owner(text: str, at: int, before: Span | None, following: Span | None, tied: Span | None) -> Span | None:
    """Return the option nearest to a mark, in its line and on its side of a box; ``tied`` at equal distance."""
    if before is None or following is None:
        return before or following
    behind, ahead = text[before.end : at], text[at + 1 : following.start]
    if any(box in behind for box in BOXES_EMPTY | BOXES_TICKED):
        return following
    if "\n" in behind or "\n" in ahead:
        return before if "\n" not in behind else following
    left = len(behind)
    right = next((n for n, c in enumerate(ahead) if not c.isspace()), len(ahead))
    if left == right:
        return before if left == 0 and any(box in ahead for box in BOXES_EMPTY | BOXES_TICKED) else tied
    return before if left < right else following
