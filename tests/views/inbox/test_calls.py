"""Threads in which somebody was called can be looked at, whatever became of the call."""

from __future__ import annotations

import pytest

from tests import factories
from tests.views.client import Browser
from webapp.db import db
from webapp.models.call import CallState


@pytest.mark.parametrize("state", CallState)
def test_the_pages_of_a_thread_with_a_call(admin: Browser, state: str) -> None:
    call = factories.call("+12025550111", state=state)
    db.session.commit()
    assert admin.get("/inbox").status == 200
    assert admin.get(f"/inbox/{call.thread_id}").status == 200
