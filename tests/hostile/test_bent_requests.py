"""Whatever is sent to whatever address, nothing falls over: requests bent at one place, drawn from a seed."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.hostile.attack import attack
from webapp.permissions import Role


@pytest.fixture(scope="module")
def attacked(sqlite_backend: Backend) -> Engine:
    """The invented round while experts score."""
    return sqlite_backend.copy("scoring")


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.ORGANISER, Role.EXPERT, Role.PUBLIC])
def test_no_bent_request_breaks_anything(attacked: Engine, role: Role, tmp_path: Path) -> None:
    outcome = attack(attacked, role, tmp_path, n=120, seed=7, every_page=8)
    assert outcome.failures == []
    assert sum(outcome.statuses.values()) == 120


def test_no_bent_request_breaks_the_other_database(postgres_backend: Backend, tmp_path: Path) -> None:
    outcome = attack(postgres_backend.copy("scoring"), Role.DEPARTMENT, tmp_path, n=160, seed=8, every_page=8)
    assert outcome.failures == []
