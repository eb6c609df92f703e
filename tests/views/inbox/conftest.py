"""A number, and someone who has written to it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import they_write, thread_of
from webapp.db import db
from webapp.models.number import Number
from webapp.models.thread import Thread


@pytest.fixture
def number(app: Flask) -> Number:
    """The front desk's number."""
    found = factories.number()
    db.session.commit()
    return found


@pytest.fixture
def thread(number: Number) -> Thread:
    """Carol has asked something; no one has looked yet."""
    return thread_of(they_write("Are you open on Sunday?"))
