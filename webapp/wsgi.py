"""For gunicorn and other servers: `webapp.wsgi:application`."""

import gc
import os

from webapp.app import create_app
from webapp.database import build_engine
from webapp.services.require_ledger_key import require_ledger_key
from webapp.settings import read_settings

settings = read_settings(os.environ)
engine = build_engine(settings.database_url, settings)
require_ledger_key(engine, settings)
engine.dispose()  # a server that forks after loading must not share a connection
application = create_app(settings, engine=engine)
# What is loaded by now stays; the collector would go through a quarter of a million objects of it within a request.
gc.collect()
gc.freeze()
