"""For gunicorn and other servers: `webapp.wsgi:application`."""

import os

from webapp.app import create_app
from webapp.settings import read_settings

application = create_app(read_settings(os.environ))
