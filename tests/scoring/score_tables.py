"""Small tables of scores for the tests of the scoring engine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


def table(scores: Mapping[str, Mapping[str, float | None]]) -> pd.DataFrame:
    """Lay ``declaration → expert → score`` out as rows."""
    rows = [(d, e, score) for d, given in scores.items() for e, score in given.items()]
    return pd.DataFrame(rows, columns=["declaration", "expert", "score"])


def one_panel(*scores: float) -> pd.DataFrame:
    """One declaration “甲” judged by experts A, B, …"""
    return table({"甲": {chr(ord("A") + at): score for at, score in enumerate(scores)}})


def criteria_table(scores: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> pd.DataFrame:
    """Lay ``declaration → expert → criterion → score`` out as rows."""
    rows = [(d, e, k, score) for d, by in scores.items() for e, given in by.items() for k, score in given.items()]
    return pd.DataFrame(rows, columns=["declaration", "expert", "criterion", "score"])


def random_round(n: int, m: int, each: int, seed: int, step: float = 1.0) -> pd.DataFrame:
    """A round of ``n`` declarations, ``each`` judged by as many of ``m`` experts, on the scale 0–100."""
    rng = np.random.default_rng(seed)
    quality, leniency = rng.normal(70, 8, n), rng.normal(0, 4, m)
    rows = []
    for i in range(n):
        for j in rng.choice(m, each, replace=False):
            score = np.clip(np.round((quality[i] + leniency[j] + rng.normal(0, 5)) / step) * step, 0, 100)
            rows.append((f"d{i:03}", f"e{j:03}", float(score)))
    return pd.DataFrame(rows, columns=["declaration", "expert", "score"])
