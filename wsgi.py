"""The application for a WSGI server."""

from webapp import config, queue
from webapp.app import create_app

with config.in_a_line():
    app = create_app()
queue.expect_workers(app)
