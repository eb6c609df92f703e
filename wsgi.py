"""The application for a WSGI server."""

from webapp import config, queue
from webapp.app import create_app
from webapp.services.inbox.receiving import text_meaning
from webapp.services.team import passwords

with config.in_a_line():
    app = create_app()
queue.expect_workers(app)
text_meaning.prepare()  # here, before the server forks: the first caller of each fork would wait for it
passwords.one_at_a_time_in_forks()
