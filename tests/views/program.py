"""Another program, as the API meets it."""

from __future__ import annotations

import contextvars
from typing import Any

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from webapp.db import db

OPT_OUTS = "/api/v1/opt-outs"


class Program:
    """Another program, with the key that it was given."""

    def __init__(self, app: Flask, key: str) -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        """In a context of its own, as on a server: nothing of the test's session is seen (see Browser)."""
        if has_app_context():  # not in another thread
            db.session.commit()
        headers = {**self.headers, **options.pop("headers", {})}
        answer: TestResponse = contextvars.Context().run(
            self.client.open, path, method=method, headers=headers, **options
        )
        if has_app_context():
            db.session.rollback()
        return answer

    def tell(self, phone: str, reason: str = "Unsubscribed on the website") -> TestResponse:
        return self.call("POST", OPT_OUTS, json={"phone": phone, "reason": reason})

    def ask(self, phone: str) -> dict[str, Any]:
        answer = self.call("GET", f"{OPT_OUTS}/{phone}")
        assert answer.status_code == 200
        return dict(answer.get_json())
