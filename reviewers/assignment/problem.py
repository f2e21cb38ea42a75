"""One assignment problem: who may judge what, how well they fit, and how much work there is; checked at birth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from reviewers.assignment import checks
from reviewers.assignment.composition import Quota
from reviewers.assignment.faults import Fault, MalformedProblemError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = Sequence[tuple[int, int]] | Ints


@dataclass(frozen=True, eq=False)
class Problem:
    """Declarations, experts, their fit and the rules of one assignment.

    Parameters
    ----------
    n_declarations, n_experts : int
        Axes ``i`` and ``j``.
    indptr, indices, data : arrays, shapes (n_declarations + 1,), (n_pairs,), (n_pairs,)
        Fit as compressed sparse rows, float64, any unit, higher is better. A pair that is missing is no candidate;
        a stored 0 is a candidate with fit 0.
    demand : array of int, shape (n_declarations,)
        Experts each declaration needs.
    min_load, max_load : arrays of int, shape (n_experts,)
        Bounds on the declarations each expert judges; a maximum beyond 1,000,000 means 1,000,000.
    conflict_indptr, conflict_indices : arrays of int, optional
        Sparse rows of pairs that must not meet.
    group : array of int, shape (n_experts,), optional
        At most one expert of a group (their unit) judges a declaration; a negative number means no group.
    cap : float or array, shape (n_pairs,), optional
        Largest probability of each pair under ``random``, in [0, 1].
    fixed, forbidden : sequences of (declaration, expert)
        Pairs set by hand. A fixed pair need not be a candidate; its fit is then 0.
    composition : sequence of Quota
        What every panel must be made of.

    Raises
    ------
    MalformedProblemError
        With every fault found, in Chinese, by array and place.

    Notes
    -----
    All arrays are copied and made read-only. Cost: O(pairs).

    Examples
    --------
    >>> problem = Problem.from_dense([[0.9, 0.1], [0.8, float("nan")]], demand=1, max_load=1)
    >>> problem.n_pairs
    3
    >>> Problem.from_dense([[0.9]], demand=-1)
    Traceback (most recent call last):
        ...
    reviewers.assignment.faults.MalformedProblemError: demand[0] 不能为负数
    """

    n_declarations: int
    n_experts: int
    indptr: Ints
    indices: Ints
    data: Floats
    demand: Ints
    min_load: Ints
    max_load: Ints
    conflict_indptr: Ints | None = None
    conflict_indices: Ints | None = None
    group: Ints | None = None
    cap: float | Floats | None = None
    fixed: Pairs = ()
    forbidden: Pairs = ()
    composition: Sequence[Quota] = ()

    def __post_init__(self) -> None:
        faults = self._check_axes()
        if not faults:
            faults = [*self._check_fit(), *self._check_work(), *self._check_rules(), *self._check_cap()]
        if faults:
            raise MalformedProblemError(faults)
        object.__setattr__(self, "composition", tuple(self.composition))

    @classmethod
    def from_dense(
        cls,
        matrix: npt.ArrayLike,
        *,
        demand: int | npt.ArrayLike,
        max_load: int | npt.ArrayLike | None = None,
        min_load: int | npt.ArrayLike = 0,
        conflicts: npt.ArrayLike | None = None,
        group: npt.ArrayLike | None = None,
        cap: float | None = None,
        fixed: Pairs = (),
        forbidden: Pairs = (),
        composition: Sequence[Quota] = (),
    ) -> Self:
        """Build a problem from a declarations × experts table in which NaN means "no candidate".

        Whole numbers stand for every declaration or expert; without ``max_load`` an expert may judge everything.
        ``conflicts`` is a table of booleans of the same shape.
        """
        table = np.asarray(matrix, dtype=np.float64)
        n, m = table.shape
        present = ~np.isnan(table)
        clash = np.zeros(table.shape, dtype=np.bool_) if conflicts is None else np.asarray(conflicts, dtype=np.bool_)
        return cls(
            n,
            m,
            _row_pointers(present),
            np.nonzero(present)[1],
            table[present],
            _spread(demand, n),
            _spread(min_load, m),
            _spread(n if max_load is None else max_load, m),
            _row_pointers(clash),
            np.nonzero(clash)[1],
            group=None if group is None else np.asarray(group),
            cap=cap,
            fixed=fixed,
            forbidden=forbidden,
            composition=composition,
        )

    @property
    def n_pairs(self) -> int:
        """Pairs with a fit, conflicting ones included."""
        return int(self.indices.size)

    @property
    def shape(self) -> tuple[int, int]:
        """Declarations × experts."""
        return self.n_declarations, self.n_experts

    def fit(self, declaration: npt.ArrayLike, expert: npt.ArrayLike) -> Floats:
        """Look up the fit of pairs; NaN where a pair is no candidate."""
        row = np.repeat(np.arange(self.n_declarations), np.diff(self.indptr))
        key = row * self.n_experts + self.indices
        wanted = np.asarray(declaration, dtype=np.int64) * self.n_experts + np.asarray(expert, dtype=np.int64)
        if not key.size:
            return np.full(wanted.shape, np.nan)
        place = np.minimum(np.searchsorted(key, wanted), key.size - 1)
        return np.where(key[place] == wanted, self.data[place], np.nan)

    def _keep(self, name: str, value: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> None:
        frozen = value.copy()
        frozen.setflags(write=False)
        object.__setattr__(self, name, frozen)

    def _whole(self, name: str, length: int | None) -> list[Fault]:
        numbers, faults = checks.whole_numbers(name, getattr(self, name), length)
        self._keep(name, numbers)
        return faults

    def _check_axes(self) -> list[Fault]:
        faults = []
        for name in ("n_declarations", "n_experts"):
            size = getattr(self, name)
            if not isinstance(size, int | np.integer) or not 0 < size <= checks.MAX_PEOPLE:
                values = {"path": name, "most": str(checks.MAX_PEOPLE)}
                faults.append(Fault(name, "bad_size", "{path} 应在 1 至 {most} 之间", values))
            else:
                object.__setattr__(self, name, int(size))
        return faults

    def _check_pattern(self, rows: str, columns: str) -> list[Fault]:
        faults = self._whole(rows, self.n_declarations + 1) + self._whole(columns, None)
        return faults or list(checks.pattern((rows, columns), getattr(self, rows), getattr(self, columns), self.shape))

    def _check_conflicts(self) -> list[Fault]:
        """A conflict told twice is one conflict; a fit told twice is a fault, because it could be either."""
        faults = self._check_pattern("conflict_indptr", "conflict_indices")
        if any(fault.code != "repeated_pair" for fault in faults):
            return faults
        row = np.repeat(np.arange(self.n_declarations), np.diff(np.asarray(self.conflict_indptr)))
        keys = np.unique(row * self.n_experts + np.asarray(self.conflict_indices))
        size = np.bincount(keys // self.n_experts, minlength=self.n_declarations)
        self._keep("conflict_indptr", np.concatenate([[0], np.cumsum(size)]).astype(np.int64))
        self._keep("conflict_indices", keys % self.n_experts)
        return []

    def _check_fit(self) -> list[Fault]:
        faults = self._check_pattern("indptr", "indices")
        data, more = checks.real_numbers("data", self.data, self.indices.size)
        if not (faults or more):
            row = np.repeat(np.arange(self.n_declarations), np.diff(self.indptr))
            key = row * self.n_experts + self.indices
            if bool((np.diff(key) < 0).any()):  # columns of a row in any order are welcome, inside they ascend
                order = np.argsort(key, kind="stable")
                self._keep("indices", self.indices[order])
                data = data[order]
                if isinstance(self.cap, np.ndarray) and self.cap.shape == order.shape:
                    object.__setattr__(self, "cap", self.cap[order])
        self._keep("data", data)
        return faults + more

    def _check_work(self) -> list[Fault]:
        sizes = {"demand": self.n_declarations, "min_load": self.n_experts, "max_load": self.n_experts}
        faults = [fault for name, size in sizes.items() for fault in self._whole(name, size)]
        if not faults:  # "no limit" is often written as a very large number
            self._keep("max_load", np.minimum(self.max_load, checks.MAX_COUNT))
        return faults + [fault for name in sizes for fault in checks.counts(name, getattr(self, name))]

    def _check_rules(self) -> list[Fault]:
        faults: list[Fault] = []
        if self.conflict_indptr is not None or self.conflict_indices is not None:
            for name, empty in (("conflict_indptr", self.n_declarations + 1), ("conflict_indices", 0)):
                if getattr(self, name) is None:
                    object.__setattr__(self, name, np.zeros(empty, dtype=np.int64))
            faults += self._check_conflicts()
        if self.group is not None:
            faults += self._whole("group", self.n_experts)
            if self.group.max(initial=0) > checks.MAX_PEOPLE:  # keys are made of units: large names become small ones
                units, place = np.unique(np.maximum(self.group, -1), return_inverse=True)
                self._keep("group", place - int(units[0] < 0))
        for name in ("fixed", "forbidden"):
            pairs = np.array(getattr(self, name), dtype=np.int64).reshape(-1, 2)
            self._keep(name, pairs)
            faults += checks.pairs(name, pairs, self.shape)
        for quota in self.composition:
            wrong = (quota.least.shape, np.shape(quota.declaration_label), np.shape(quota.expert_label))
            if wrong != ((self.n_declarations,), (self.n_declarations,), (self.n_experts,)):
                faults.append(Fault("composition", "wrong_length", "构成要求“{name}”的长度不对", {"name": quota.name}))
            faults += checks.counts(f"composition {quota.name}", quota.least)
        return faults

    def _check_cap(self) -> list[Fault]:
        if self.cap is None:
            return []
        scalar = np.ndim(self.cap) == 0
        numbers, faults = checks.real_numbers("cap", np.atleast_1d(np.asarray(self.cap)), 1 if scalar else self.n_pairs)
        faults += checks.at_places(
            "cap", ~((numbers >= 0) & (numbers <= 1)), "not_probability", "{place} 应在 0 至 1 之间"
        )
        if scalar and not faults:
            object.__setattr__(self, "cap", float(numbers[0]))
        elif not faults:
            self._keep("cap", numbers)
        return faults


def _row_pointers(present: npt.NDArray[np.bool_]) -> Ints:
    return np.concatenate([[0], np.cumsum(present.sum(axis=1))]).astype(np.int64)


def _spread(value: int | npt.ArrayLike, length: int) -> Ints:
    array = np.asarray(value)
    return np.full(length, array) if array.ndim == 0 else array
