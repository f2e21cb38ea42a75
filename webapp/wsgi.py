"""For gunicorn and other servers: `webapp.wsgi:application`."""

import gc
import os

from webapp.app import create_app
from webapp.database import build_engine
from webapp.one_by_one import OneByOne
from webapp.services.require_ledger_key import require_ledger_key
from webapp.settings import read_settings

settings = read_settings(os.environ)
engine = build_engine(settings.database_url, settings)
require_ledger_key(engine, settings)
engine.dispose()  # a server that forks after loading must not share a connection
application = create_app(settings, engine=engine)
if engine.dialect.name == "postgresql":  # SQLite's writers wait for the one lock of their file: others go on meanwhile
    application.wsgi_app = OneByOne(application.wsgi_app)  # type: ignore[method-assign]  # Flask's own way
# What is loaded by now stays; the collector would go through a quarter of a million objects of it within a request.
gc.collect()
gc.freeze()
