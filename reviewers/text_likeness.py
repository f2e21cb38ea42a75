"""How alike two short Chinese texts are, by the pairs of neighbouring characters they share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
CHUNK = 2048  # columns multiplied at once, so that 3,000 texts never need more than 50 MiB


def bigrams(text: str) -> frozenset[str]:
    """
    Neighbouring pairs of Chinese characters and whole Latin words; a single character stands for itself.

    Examples
    --------
    >>> sorted(bigrams("稀土永磁, NdFeB"))
    ['ndfeb', '土永', '永磁', '稀土']
    """
    found: set[str] = set()
    for token in TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if token.isascii() or len(token) == 1:
            found.add(token)
        else:
            found.update(token[n : n + 2] for n in range(len(token) - 1))
    return frozenset(found)


def overlaps(rows: Sequence[str], columns: Sequence[str]) -> Floats:
    """
    Likeness of two terms in [0, 1]: the mean of containment and of the Dice coefficient of their bigrams.

    Returns
    -------
    ndarray of float64, shape (len(rows), len(columns))
        Rounded to 6 places; 0 where a text is empty.

    Examples
    --------
    >>> overlaps(["稀土"], ["稀土新材料", "乳制品"]).tolist()
    [[0.7, 0.0]]
    """
    row_terms, column_terms = [bigrams(text) for text in rows], [bigrams(text) for text in columns]
    common = {term for terms in row_terms for term in terms} & {term for terms in column_terms for term in terms}
    ones = dict.fromkeys(common, 1.0)
    shared = _products(row_terms, column_terms, ones)
    n_row = np.array([[len(terms)] for terms in row_terms]).reshape(-1, 1)
    n_column = np.array([[len(terms) for terms in column_terms]])
    fewest = np.maximum(np.minimum(n_row, n_column), 1)
    total = np.maximum(n_row + n_column, 1)
    likeness: Floats = np.round((shared / fewest + 2 * shared / total) / 2, 6)
    return likeness


def cosine(rows: Sequence[str], columns: Sequence[str]) -> Floats:
    """
    Cosine between every row text and every column text, bigrams weighted by how rare they are among the rows.

    Parameters
    ----------
    rows, columns : sequence of str
        Texts; an empty one is unlike everything.

    Returns
    -------
    ndarray of float64, shape (len(rows), len(columns))
        In [0, 1], rounded to 6 places so that machines agree.

    Notes
    -----
    Weight of a bigram: log((1 + n) / (1 + df)) + 1 with df the number of rows that contain it. Cost: one dense product
    over the bigrams both sides use.

    Examples
    --------
    >>> cosine(["稀土永磁"], ["稀土永磁", "乳制品"]).tolist()
    [[1.0, 0.0]]
    """
    row_terms = [bigrams(text) for text in rows]
    column_terms = [bigrams(text) for text in columns]
    spread = Counter(term for terms in row_terms for term in terms)
    n = len(rows)
    weight = {term: float(np.log((1 + n) / (1 + spread[term])) + 1) for terms in column_terms for term in terms}
    weight |= {term: float(np.log((1 + n) / (1 + df)) + 1) for term, df in spread.items()}
    common = spread.keys() & {term for terms in column_terms for term in terms}
    product = _products(row_terms, column_terms, {term: weight[term] for term in common})
    lengths = np.outer(_lengths(row_terms, weight), _lengths(column_terms, weight))
    np.divide(product, lengths, out=product, where=lengths > 0)  # in place: these tables are the largest of all
    return np.round(np.clip(product, 0, 1, out=product), 6, out=product)


def shared_words(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """
    The longest pieces of two characters or more that occur on both sides, to be shown as the reason of a likeness.

    Examples
    --------
    >>> shared_words(["稀土永磁材料"], ["稀土永磁", "新材料"])
    ('稀土永磁', '材料')
    """
    other = "\n".join(b)
    pieces: set[str] = set()
    for text in a:
        start = 0
        while start < len(text) - 1:
            length = 0
            while start + length < len(text) and text[start : start + length + 1] in other:
                length += 1
            if length > 1:
                pieces.add(text[start : start + length])
            start += max(length, 1)
    whole = [piece for piece in pieces if not any(piece != longer and piece in longer for longer in pieces)]
    return tuple(sorted(whole, key=lambda piece: (-len(piece), piece)))


def _products(rows: Sequence[frozenset[str]], columns: Sequence[frozenset[str]], weight: dict[str, float]) -> Floats:
    product = np.zeros((len(rows), len(columns)))
    terms = sorted(weight)
    for start in range(0, len(terms), CHUNK):
        place = {term: k for k, term in enumerate(terms[start : start + CHUNK])}
        product += _weights(rows, place, weight) @ _weights(columns, place, weight).T
    return product


def _weights(texts: Sequence[frozenset[str]], place: dict[str, int], weight: dict[str, float]) -> Floats:
    table = np.zeros((len(texts), len(place)))
    for n, terms in enumerate(texts):
        for term in terms & place.keys():
            table[n, place[term]] = weight[term]
    return table


def _lengths(texts: Sequence[frozenset[str]], weight: dict[str, float]) -> Floats:
    return np.sqrt([sum(weight[term] ** 2 for term in sorted(terms)) for terms in texts])
