"""Which options of a printed list are ticked, by box, by symbol, or by a √ typed beside or in place of the box."""

from dataclasses import dataclass

from rubrics.form import Field
from webapp.imports.form_labels import letters
from webapp.imports.ticks import BOXES_CROSSED, BOXES_EMPTY, BOXES_TICKED, EMPTY, MARKS, TICKED, with_marks


@dataclass(frozen=True)
class Span:
    """Where one option's words stand in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class TickReading:
    """The ticked options.

    ``unsure`` when a mark stands halfway between two options or some boxes are ticked and others crossed, ``strange``
    when a tick stands at words the form does not print, or there are only such words.
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
    ticked, unsure, strange = _behind(spans, text), False, False
    if ticked is None:
        ticked, unsure = _marked(spans, text)
        boxed, strange = _boxed(spans, text)
        ticked |= boxed
        unsure = unsure or _is_between(spans, text)
    unsure = unsure or _is_half_crossed(text)
    if not ticked and not _has_boxes(text) and len(spans) < len(entry.options):
        ticked = {span.number for span in spans}
    none = not ticked and letters(text[spans[-1].end :]) == "无"
    return TickReading(tuple(sorted(ticked)), none, unsure, strange)


def _has_boxes(text: str) -> bool:
    return any(character in BOXES_TICKED | BOXES_EMPTY for character in text)


def _has_symbols(text: str) -> bool:
    return _has_boxes(text) or any(character in MARKS for character in text)


def _is_half_crossed(text: str) -> bool:
    """☒ chooses as ☑ does, but beside ☑ it may well refuse."""
    ticked = BOXES_TICKED & set(text)
    return bool(ticked & BOXES_CROSSED) and bool(ticked - BOXES_CROSSED)


def _behind(spans: list[Span], text: str) -> set[int] | None:
    """Return the options ticked behind their words, None where the boxes stand before them, as printed."""
    before = _gaps_before(spans, text)
    behind = [*before[1:], text[spans[-1].end :].split("\n")[0]]
    leans_back = any(_has_boxes(gap[:1]) for gap in before[1:]) and not any(_has_boxes(gap[-1:]) for gap in before[1:])
    if _has_symbols(before[0]) or not (_has_boxes(behind[-1]) or leans_back):
        return None
    chosen = BOXES_TICKED | MARKS
    return {span.number for span, gap in zip(spans, behind, strict=True) if chosen & set(gap)}


def _is_between(spans: list[Span], text: str) -> bool:
    """“是☑否”: a ticked box close to both of its options, the first of which has none before it."""
    before = _gaps_before(spans, text)
    return not _has_symbols(before[0]) and any(gap in BOXES_TICKED for gap in before[1:])


def _boxed(spans: list[Span], text: str) -> tuple[set[int], bool]:
    """Return the options whose box is ticked; a ticked one at no option is strange."""
    before = _gaps_before(spans, text)
    ticked = {span.number for span, gap in zip(spans, before, strict=True) if _boxes(gap)[-1:] == TICKED}
    astray = any(TICKED in _boxes(gap)[:-1] for gap in before)
    return ticked, astray or TICKED in _boxes(text[spans[-1].end :])


def _boxes(gap: str) -> str:
    """Return the boxes of a gap, all ticked ones alike."""
    symbols = (TICKED if character in BOXES_TICKED else EMPTY if character in BOXES_EMPTY else "" for character in gap)
    return "".join(symbols)


def _option_spans(entry: Field, text: str) -> list[Span]:
    """Options are sought in printed order, a deleted one leaving its place to the next; else where they stand."""
    places = [(letters(character), at) for at, character in enumerate(text)]
    folded = "".join(part for part, _ in places)
    positions = [at for part, at in places for _ in part]
    wanted = [(option.number, words) for option in entry.options if (words := letters(option.label))]
    found = _in_order(wanted, folded)
    if any(number not in found and words in folded for number, words in wanted):
        found = {number: folded.find(words) for number, words in wanted if words in folded}
    lengths = {number: len(words) for number, words in wanted}
    spans = [
        Span(number, positions[start], positions[start + lengths[number] - 1] + 1) for number, start in found.items()
    ]
    return sorted(spans, key=lambda span: span.start)


def _in_order(wanted: list[tuple[int, str]], folded: str) -> dict[int, int]:
    found: dict[int, int] = {}
    cursor = 0
    for number, words in wanted:
        start = folded.find(words, cursor)
        if start >= 0:
            cursor = start + len(words)
            found[number] = start
    return found


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
