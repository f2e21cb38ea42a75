"""Where the scale of a round ended before the experts' judgment did, told by how its scores crowd."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray

NEAR = 0.5  # of the scores' standard deviation: how far from an end its neighbours reach


def ends_of(steps: FloatArray) -> NDArray[np.int8]:
    """Mark scores at a crowded top of the scale with 1, at a crowded bottom with −1, all others with 0.

    Nothing tells of the scale but the scores: it ended where more of them meet than at any score near by, while those
    of a scale that goes on grow rarer outwards.

    Examples
    --------
    >>> ends_of(np.array([2.0, 9.0, 9.0, 8.0, 1.0, 4.0])).tolist()
    [0, 1, 1, 0, 0, 0]
    >>> ends_of(np.array([2.0, 9.0, 9.0, 8.0, 8.0, 1.0, 4.0])).tolist()
    [0, 0, 0, 0, 0, 0, 0]
    """
    found = np.zeros(len(steps), dtype=np.int8)
    near = NEAR * float(np.std(steps))
    for sign in (1, -1):
        inwards = float(np.max(sign * steps)) - sign * steps
        around = np.unique(inwards[(inwards > 0.0) & (inwards <= near)], return_counts=True)[1]
        if near > 0.0 and np.count_nonzero(inwards == 0.0) > around.max(initial=1):
            found[inwards == 0.0] = sign
    return found
