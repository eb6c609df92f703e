"""A number, and someone who writes to it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.services.actions.people import carols_thread
from webapp.db import db
from webapp.models.thread import Thread


@pytest.fixture
def thread(app: Flask) -> Thread:
    factories.user()
    factories.number()
    db.session.commit()
    return carols_thread(app)
