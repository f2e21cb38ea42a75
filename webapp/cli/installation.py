"""What every command needs: settings from the environment, the engine, the time."""

import os
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from webapp.clock import system_clock
from webapp.database import build_engine
from webapp.errors import Refusal
from webapp.services.require_ledger_key import require_ledger_key
from webapp.services.upgrade_sealed import upgrade_sealed
from webapp.settings import Settings, read_settings


def read_own_settings() -> Settings:
    """Return the settings of the environment."""
    return read_settings(os.environ)


def installation(*, with_any_key: bool = False) -> tuple[Settings, Engine]:
    """Return settings and an engine whose database has the newest structure; another ledger key is refused."""
    settings = read_settings(os.environ)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    engine = build_engine(settings.database_url, settings)
    if not with_any_key:
        require_ledger_key(engine, settings)
    upgrade_sealed(engine, system_clock())
    return settings, engine


def installation_as_it_is() -> tuple[Settings, Engine]:
    """Return settings and engine also where the structure cannot be brought up to date, so that it can be named."""
    try:
        return installation()
    except (DBAPIError, Refusal):
        settings = read_settings(os.environ)
        return settings, build_engine(settings.database_url, settings)


def moment(settings: Settings) -> tuple[datetime, date]:
    """Return the time and the day where the department works."""
    now = system_clock()
    return now, now.astimezone(settings.time_zone).date()
