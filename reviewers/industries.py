"""How near two industries are, by code of GB/T 4754 or by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reviewers.text_likeness import Floats, overlaps

CODE = re.compile(r"^([A-T])?(\d{2,4})$|^([A-T])$")
BY_DIGITS = {4: 1.0, 3: 0.8, 2: 0.5}
SAME_SECTION = 0.1


def nearness(a: str, b: str, titles: Mapping[str, str]) -> float:
    """
    Nearness of two industries in [0, 1].

    Two codes: 1 for the same class of four digits, 0.8 for three shared digits, 0.5 for two, 0.1 for the same section
    letter; a code shorter than four digits equals itself. Names, or a code whose title is known against a name: the
    likeness of the words. A code of unknown title is not near any name.

    Parameters
    ----------
    a, b : str
        A code (``C3841``, ``3841``, ``C``) or a name.
    titles : mapping of str to str
        Code → title, for comparing a code with a name; may be empty.

    Examples
    --------
    >>> nearness("C3841", "C3849", {}), nearness("C3841", "C3251", {}), nearness("稀土", "稀土新材料", {})
    (0.8, 0.1, 0.7)
    """
    return float(nearness_table([a], [b], titles)[0, 0])


def nearness_table(rows: Sequence[str], columns: Sequence[str], titles: Mapping[str, str]) -> Floats:
    """
    `nearness` of every row with every column.

    Examples
    --------
    >>> nearness_table(["C3841"], ["C3849", "乳业"], {}).tolist()
    [[0.8, 0.0]]
    """
    table = overlaps([_text(name, titles) for name in rows], [_text(name, titles) for name in columns])
    row_codes, column_codes = _coded(rows), _coded(columns)
    if row_codes and column_codes:
        by_code = _code_table([rows[n] for n in row_codes], [columns[n] for n in column_codes])
        table[np.ix_(row_codes, column_codes)] = by_code
    table[_equal(rows, columns)] = 1.0
    return table


def best_nearness(rows: Sequence[Sequence[str]], columns: Sequence[Sequence[str]], titles: Mapping[str, str]) -> Floats:
    """
    For every row and column the nearest pair of their industries.

    Returns
    -------
    ndarray of float64, shape (len(rows), len(columns))
        0 where a side names no industry.

    Notes
    -----
    Cost: one comparison for each pair of different industries, however many rows and columns share them.

    Examples
    --------
    >>> best_nearness([["C38"], []], [["C3841", "乳业"]], {}).tolist()
    [[0.5], [0.0]]
    """
    row_names = sorted({name for names in rows for name in names})
    column_names = sorted({name for names in columns for name in names})
    table = nearness_table(row_names, column_names, titles)
    row_of = {name: n for n, name in enumerate(row_names)}
    column_of = {name: n for n, name in enumerate(column_names)}
    by_row = np.zeros((len(rows), len(column_names)))
    for n, names in enumerate(rows):
        if names:
            by_row[n] = table[[row_of[name] for name in names]].max(axis=0, initial=0.0)
    best = np.zeros((len(rows), len(columns)))
    for m, names in enumerate(columns):
        if names:
            best[:, m] = by_row[:, [column_of[name] for name in names]].max(axis=1, initial=0.0)
    return best


def _text(name: str, titles: Mapping[str, str]) -> str:
    return titles.get(name, "") if CODE.match(name) else name


def _coded(names: Sequence[str]) -> list[int]:
    return [n for n, name in enumerate(names) if CODE.match(name)]


def _code_table(rows: Sequence[str], columns: Sequence[str]) -> Floats:
    table = np.where(_equal(_sections(rows), _sections(columns)), SAME_SECTION, 0.0)
    for n, value in sorted(BY_DIGITS.items()):
        table = np.where(_equal(_first_digits(rows, n), _first_digits(columns, n)), value, table)
    return np.where(_equal([_digits(code) for code in rows], [_digits(code) for code in columns]), 1.0, table)


def _equal(rows: Sequence[str], columns: Sequence[str]) -> NDArray[np.bool_]:
    first, second = np.array(rows, dtype=str)[:, None], np.array(columns, dtype=str)[None, :]
    equal: NDArray[np.bool_] = (first == second) & (first != "")
    return equal


def _sections(codes: Sequence[str]) -> list[str]:
    return [code[0] if code[0].isalpha() else "" for code in codes]


def _digits(code: str) -> str:
    return code.lstrip("ABCDEFGHIJKLMNOPQRST")


def _first_digits(codes: Sequence[str], n: int) -> list[str]:
    return [_digits(code)[:n] if len(_digits(code)) >= n else "" for code in codes]
