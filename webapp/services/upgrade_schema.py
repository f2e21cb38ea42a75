"""Bring the database to the newest structure."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from webapp.database import refused_by_database
from webapp.errors import Refusal
from webapp.models import Base

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade_schema(engine: Engine, target: str = "head") -> None:
    """Run the migrations up (or down) to target in one transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            config.attributes["metadata"] = Base.metadata
            run = command.downgrade if target == "base" else command.upgrade
            run(config, target)
    except OperationalError as error:
        raise refused_by_database(error) from error
    except CommandError as error:
        raise Refusal(
            "schema-unknown", "数据库的结构由更新版本的程序建立，本程序不认识。请改用那个版本或更新的版本。"
        ) from error
