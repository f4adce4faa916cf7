"""What a WSGI server serves: `gunicorn wsgi:application`."""

import os

from kbservice.app import create_app
from kbservice.config import Config

application = create_app(Config.from_env(os.environ))
