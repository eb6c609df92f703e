"""Threads in which someone was called can be looked at, whatever became of the call."""

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
    page = admin.get(f"/inbox/{call.thread_id}")
    assert page.status == 200
    assert "Staff called them: " in page.words
    assert "It said first: “Hello.”" in page.words
