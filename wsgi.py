"""The application for a WSGI server."""

from webapp.app import create_app

app = create_app()
