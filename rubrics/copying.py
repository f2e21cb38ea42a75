"""Figures and sentences that stand in several declarations alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from rubrics.numbers import MalformedNumberError, read_number

Fields = Mapping[str, object]
Token = tuple[str, str]
Weighed = Iterator[tuple[Token, int]]

ROW_WEIGHT, CELL_WEIGHT, SENTENCE_WEIGHT = 2, 1, 2
SUSPICIOUS = 3
CROWD = 30
_FIGURE_DIGITS, _SENTENCE_LENGTH = 3, 16
_STOPS = re.compile(r"[。；！？;!?\n]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shared:
    """What several declarations have in common: their ids, the fields, and what stands there."""

    declarations: tuple[str, ...]
    fields: tuple[str, ...]
    contents: tuple[str, ...]


def figures(fields: Fields) -> Weighed:
    """Yield the figures of a declaration that are long enough to tell, with their weight.

    A yearly row tells when two of its years have three digits or more and they are not all the same; a single cell
    when it has four. Round figures, blanks, 无 and zeros are no evidence.

    Examples
    --------
    >>> list(figures({"a.b": ["22.37", "24.81", "1"], "a.c": ["5", "5", "5"], "a.d": "12", "a.e": "36.75"}))
    [(('a.b', '22.37、24.81、1'), 2), (('a.e', '36.75'), 1)]
    """
    for key, value in fields.items():
        if isinstance(value, list | tuple) and len(value) > 1:
            row = [_digits(cell) for cell in value]
            telling = {cell for cell in row if len(cell.replace(".", "")) >= _FIGURE_DIGITS}
            if len(telling) > 1 and not key.endswith(".report_years"):
                yield (key, "、".join(row)), ROW_WEIGHT
        else:
            cell = _digits(value)
            if len(cell.replace(".", "")) > _FIGURE_DIGITS:
                yield (key, cell), CELL_WEIGHT


def sentences(fields: Fields) -> Weighed:
    """Yield the sentences of at least sixteen characters; the same sentence tells in whatever field it stands.

    Examples
    --------
    >>> text = {"plan.goals": "短句。到二〇二六年建成国内重要的镁基新材料生产基地。"}
    >>> [token[1] for token, _ in sentences(text)]
    ['到二〇二六年建成国内重要的镁基新材料生产基地']
    """
    for key, value in fields.items():
        if isinstance(value, str) and len(value) >= _SENTENCE_LENGTH:
            for part in dict.fromkeys(_STOPS.split(value)):
                sentence = _SPACE.sub("", part)
                if len(sentence) >= _SENTENCE_LENGTH:
                    yield (key, sentence), SENTENCE_WEIGHT


def find_shared(declarations: Mapping[str, Fields], tokens_of: Callable[[Fields], Weighed]) -> Iterator[Shared]:
    """Yield the declarations that share enough, with what they share.

    Parameters
    ----------
    declarations
        Id → fields.
    tokens_of
        `figures` or `sentences`.

    Yields
    ------
    Shared
        Pairs whose common weight is at least ``SUSPICIOUS``, in the order given; what more than ``CROWD``
        declarations share is yielded once for all of them, so that the time stays near-linear.

    Examples
    --------
    >>> row = {"a.b": ["22.37", "24.81", "26.62"], "a.c": "36.75"}
    >>> [found.declarations for found in find_shared({"甲": row, "乙": row, "丙": {"a.c": "36.75"}}, figures)]
    [('甲', '乙')]
    """
    weights: dict[Token, int] = {}
    owners: dict[Token, list[str]] = defaultdict(list)
    for key, fields in declarations.items():
        for token, weight in dict(tokens_of(fields)).items():
            weights[token] = weight
            owners[token].append(key)
    yield from _crowds(owners)
    common: dict[tuple[str, str], list[Token]] = defaultdict(list)
    for token, keys in owners.items():
        if 1 < len(keys) <= CROWD:
            for pair in combinations(keys, 2):
                common[pair].append(token)
    for pair, tokens in common.items():
        if sum(weights[token] for token in tokens) >= SUSPICIOUS:
            yield _shared(pair, tokens)


def _crowds(owners: Mapping[Token, list[str]]) -> Iterator[Shared]:
    crowds: dict[tuple[str, ...], list[Token]] = defaultdict(list)
    for token, keys in owners.items():
        if len(keys) > CROWD:
            crowds[tuple(keys)].append(token)
    for crowd, tokens in crowds.items():
        yield _shared(crowd, tokens)


def _shared(keys: tuple[str, ...], tokens: Iterable[Token]) -> Shared:
    listed = list(tokens)
    fields = tuple(dict.fromkeys(key for key, _ in listed))
    return Shared(keys, fields, tuple(content for _, content in listed))


def _digits(value: object) -> str:
    try:
        number = read_number(value)
    except MalformedNumberError:
        return ""
    if not isinstance(number, Decimal) or not number:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text.rstrip("0") or "0"
