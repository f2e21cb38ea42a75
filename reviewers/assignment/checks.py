"""Everything that can be wrong with the arrays of a problem, each kind found in one pass and all of them reported."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewers.assignment.faults import Fault

MAX_PEOPLE = 2_000_000
MAX_COUNT = 1_000_000
MAX_FIT = 1e12
SHOWN = 5

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def whole_numbers(path: str, given: npt.ArrayLike, length: int | None) -> tuple[Ints, list[Fault]]:
    """Read ``given`` as a vector of whole numbers; a wrong type, shape or size is a fault."""
    array: npt.NDArray[Any] = np.asarray(given)
    empty = np.zeros(length or 0, dtype=np.int64)
    if array.ndim != 1:
        return empty, [Fault(path, "wrong_shape", "{path} 应是一维数组", {"path": path})]
    if length is not None and array.size != length:
        values = {"path": path, "expected": str(length), "found": str(array.size)}
        return empty, [Fault(path, "wrong_length", "{path} 应有 {expected} 个数，实有 {found} 个", values)]
    if array.size and array.dtype.kind not in "iu":
        return empty, [Fault(path, "not_whole", "{path} 应是整数数组", {"path": path})]
    if array.dtype.kind == "u" and array.size and array.max() > np.iinfo(np.int64).max:
        return empty, [Fault(path, "too_large", "{path} 中的数过大", {"path": path})]
    return array.astype(np.int64), []


def real_numbers(path: str, given: npt.ArrayLike, length: int) -> tuple[Floats, list[Fault]]:
    """Read ``given`` as a vector of finite numbers of at most ``MAX_FIT`` in size."""
    array: npt.NDArray[Any] = np.asarray(given)
    empty = np.zeros(length)
    if array.ndim != 1 or array.size != length:
        values = {"path": path, "expected": str(length), "found": "×".join(map(str, array.shape)) or "1"}
        return empty, [Fault(path, "wrong_length", "{path} 应有 {expected} 个数，实有 {found} 个", values)]
    if array.size and array.dtype.kind not in "iuf":
        return empty, [Fault(path, "not_number", "{path} 应是数值数组", {"path": path})]
    fits = array.astype(np.float64)
    return fits, list(
        at_places(path, ~(np.abs(fits) <= MAX_FIT), "not_finite", "{place} 不是有限的数，或超出允许的大小")
    )


def at_places(path: str, wrong: npt.NDArray[np.bool_], code: str, template: str) -> Iterator[Fault]:
    """Name the first few wrong places and count the rest."""
    places = np.flatnonzero(wrong)
    for place in places[:SHOWN].tolist():
        yield Fault(f"{path}[{place}]", code, template, {"place": f"{path}[{place}]"})
    if places.size > SHOWN:
        yield Fault(path, code, "{path} 另有 {more} 处同样的问题", {"path": path, "more": str(places.size - SHOWN)})


def counts(path: str, numbers: Ints) -> Iterator[Fault]:
    """A number of seats is neither negative nor absurd."""
    yield from at_places(path, numbers < 0, "negative", "{place} 不能为负数")
    yield from at_places(path, numbers > MAX_COUNT, "too_large", "{place} 过大")


def pattern(names: tuple[str, str], indptr: Ints, indices: Ints, shape: tuple[int, int]) -> Iterator[Fault]:
    """Check that row pointers and column numbers describe one sparse matrix of ``shape``, no pair twice."""
    rows, columns = names
    if indptr.size == 0 or indptr[0] != 0 or indptr[-1] != indices.size or bool((np.diff(indptr) < 0).any()):
        values = {"rows": rows, "columns": columns, "size": str(indices.size)}
        yield Fault(rows, "bad_pointers", "{rows} 应从 0 起、逐行不减、末位等于 {columns} 的个数 {size}", values)
        return
    outside = (indices < 0) | (indices >= shape[1])
    yield from at_places(columns, outside, "no_such_expert", "{place} 不是已有专家的编号")
    if outside.any():
        return
    row = np.repeat(np.arange(shape[0]), np.diff(indptr))
    key = row * shape[1] + indices
    if bool((np.diff(key) > 0).all()):
        return
    order = np.argsort(key, kind="stable")
    repeated = np.zeros(indices.size, dtype=np.bool_)
    repeated[order[1:]] = key[order[1:]] == key[order[:-1]]
    yield from at_places(columns, repeated, "repeated_pair", "{place} 与同一行前面的专家重复")


def pairs(path: str, given: Ints, shape: tuple[int, int]) -> Iterator[Fault]:
    """Check hand-made (declaration, expert) pairs: they exist and are not given twice."""
    wrong = (given[:, 0] < 0) | (given[:, 0] >= shape[0]) | (given[:, 1] < 0) | (given[:, 1] >= shape[1])
    yield from at_places(path, wrong, "no_such_pair", "{place} 不是已有的申报与专家编号")
    if given.shape[0] != np.unique(given, axis=0).shape[0]:
        yield Fault(path, "repeated_pair", "{path} 中有重复的配对", {"path": path})
