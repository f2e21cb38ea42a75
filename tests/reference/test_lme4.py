"""REML against the components R's lme4 estimates (``lme4_components.csv``, made by ``lme4_components.R``)."""

from pathlib import Path

import pandas as pd
import pytest

import scoring
from tests.reference.lme4_panels import REAL, SIMULATED, panel

TABLE = pd.read_csv(Path(__file__).with_name("lme4_components.csv"), comment="#", index_col="panel")
NOTHING = 1e-6  # of the residual variance: an estimate this small is an estimate of zero


def test_the_table_of_lme4_holds_all_nine_panels() -> None:
    assert sorted(TABLE.index) == sorted((*REAL, *SIMULATED))


@pytest.mark.parametrize("name", [*REAL, *SIMULATED])
def test_variance_components_equal_those_of_lme4_within_a_thousandth(name: str) -> None:
    reviews = panel(name)
    if reviews is None:
        pytest.skip(f"runs where ../shared/data/{name} lies beside the checkout")
    theirs, ours = TABLE.loc[name], scoring.fit_reml(reviews)
    assert len(reviews) == theirs["n_reviews"]
    assert ours["mu"] == pytest.approx(theirs["mu"], rel=1e-3)
    assert ours["sigma2"] == pytest.approx(theirs["sigma2"], rel=1e-3)
    assert ours["tau2"] == pytest.approx(theirs["tau2"], rel=1e-3, abs=NOTHING * theirs["sigma2"])
    assert ours["omega2"] == pytest.approx(theirs["omega2"], rel=1e-3, abs=NOTHING * theirs["sigma2"])
