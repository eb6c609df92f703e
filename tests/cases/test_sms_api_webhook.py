"""Case 24: the account still sends by the SMS API, and an admin learns what to switch."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.views.client import Browser
from tests.views.conftest import ada, admin  # noqa: F401
from webapp.db import db
from webapp.views.webhooks import webhooks
from webapp.views.webhooks.webhook_watch import Watch

CASE = Path(__file__).with_name("24-sms-api-webhook.txt")
README = Path(__file__).parents[2] / "README.md"


def test_it_is_not_taken_and_an_admin_sees_what_to_switch(
    app: Flask,
    admin: Browser,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "watch", Watch())
    method, url = CASE.read_text().split()
    answer = app.test_client().open(url, method=method)
    assert answer.status_code == 503
    db.session.commit()
    webhooks.watch.flush(app)
    assert "they came by Vonage’s SMS API" in admin.get("/").words
    assert (
        "set the Messaging API Type (Default SMS setting) to “Messages API”" in admin.get("/settings").words
    )
    assert "Messaging API Type" in README.read_text()
