"""The application for a WSGI server."""

from webapp import config
from webapp.app import create_app

with config.in_a_line():
    app = create_app()
