"""The application for a WSGI server."""

from webapp import config
from webapp.app import create_app
from webapp.services.team import passwords

with config.in_a_line():
    app = create_app()
passwords.one_at_a_time_in_forks()
