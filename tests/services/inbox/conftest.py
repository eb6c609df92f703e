"""Who answers, and a conversation that waits for an answer; files that need others have their own."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import they_write, thread_of
from webapp.models.thread import Thread
from webapp.models.user import User


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user()


@pytest.fixture
def thread(ada: User) -> Thread:
    factories.number()
    return thread_of(they_write("Are you open on Sunday?"))
