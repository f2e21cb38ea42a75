"""Who is tied to whom by having judged the same declarations: connected pieces of the panel."""

from __future__ import annotations

import numpy as np

from scoring.lattice import IntArray


def islands(i: IntArray, j: IntArray, n_declarations: int, n_experts: int) -> IntArray:
    """Number the connected pieces of the graph of declarations and experts.

    Parameters
    ----------
    i, j
        Declaration and expert of every review, shape (n,), from 0.
    n_declarations, n_experts
        Sizes of the two sides.

    Returns
    -------
    array, shape (n_declarations + n_experts,)
        Piece of each declaration, then of each expert, numbered from 0 in order of first appearance.

    Notes
    -----
    Labels sink to the least neighbour and pointers jump (Shiloach and Vishkin 1982): O(n log n).

    Examples
    --------
    >>> islands(np.array([0, 1, 2]), np.array([0, 0, 1]), 3, 2).tolist()
    [0, 0, 1, 0, 1]
    """
    label = np.arange(n_declarations + n_experts)
    left, right = i, j + n_declarations
    while True:
        least = np.minimum(label[left], label[right])
        sunk = label.copy()
        np.minimum.at(sunk, label[left], least)
        np.minimum.at(sunk, label[right], least)
        np.minimum.at(sunk, left, least)
        np.minimum.at(sunk, right, least)
        sunk = sunk[sunk]
        if np.array_equal(sunk, label):
            return np.unique(label, return_inverse=True)[1].astype(np.int64)
        label = sunk
