"""The structure by migrations equals the models, goes down and comes up again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from webapp.errors import Refusal
from webapp.models import Base
from webapp.services.upgrade_schema import upgrade_schema


def test_migrated_structure_equals_the_models(empty: Engine) -> None:
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_structure_goes_down_and_up_again(empty: Engine) -> None:
    upgrade_schema(empty, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}
    upgrade_schema(empty)
    assert set(inspect(empty).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_upgrading_twice_changes_nothing(empty: Engine) -> None:
    upgrade_schema(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_structure_of_a_later_release_is_refused_in_words(empty: Engine) -> None:
    with empty.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal, match="更新版本的程序"):
        upgrade_schema(empty)
