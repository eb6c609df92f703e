"""A mail server of the team's, and a chat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import factories
from tests.mail_server import MailServer
from webapp.db import db
from webapp.models.user import User
from webapp.services.actions.notices import ways


@pytest.fixture
def ada(app: Flask) -> User:
    """An admin, who wants notices by mail."""
    return factories.user("Ada", email="ada@example.org", notices_by_mail=True)


@pytest.fixture
def mail(ada: User) -> Iterator[MailServer]:
    """Set as the team's mail server."""
    made = MailServer()
    typed = {"mail_host": "127.0.0.1", "mail_port": str(made.port), "mail_security": "none"}
    ways.save({**typed, "mail_from": "team@example.org"}, ada)
    db.session.commit()
    yield made
    made.close()
