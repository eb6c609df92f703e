"""What the pages of workflows have in common."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.views.client import Browser
from webapp.services import settings
from webapp.views.workflows import blueprint


@pytest.mark.parametrize(("sent", "revision"), [("7", 7), ("", 0), ("x", 0), ("9" * 30, 0)])
def test_the_revision_that_was_seen(app: Flask, sent: str, revision: int) -> None:
    with app.test_request_context(method="POST", data={"seen": sent}):
        assert blueprint.seen() == revision


def test_only_makers_get_to_what_changes_workflows(staff: Browser) -> None:
    page = staff.get("/workflows/new")
    assert page.status == 403
    assert "Workflows are made by admins." in page.words
    settings.put("staff_workflows", True)
    assert staff.get("/workflows/new").status == 200
