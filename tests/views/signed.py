"""Webhooks as Vonage sends them: a JSON body, and a JWT in the Authorization header that vouches for it."""

from __future__ import annotations

import contextvars
import hashlib
import json
import time
import warnings
from typing import Any

import jwt
from flask import Flask
from jwt.warnings import InsecureKeyLengthWarning
from werkzeug.test import TestResponse

from webapp.db import db

INBOUND, STATUS = "/webhooks/vonage/inbound", "/webhooks/vonage/status"


class Vonage:
    """Sends webhooks to the application. `claims` and the other options make bad ones."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings = app.config["SETTINGS"].vonage

    def says(self, path: str, payload: object, **options: Any) -> TestResponse:
        """A signed webhook with a JSON body."""
        return self.sends(path, json.dumps(payload).encode(), **options)

    def sends(self, path: str, body: bytes, *, token: str | None = None, **options: Any) -> TestResponse:
        """A signed webhook with any body; `token` replaces the signature."""
        db.session.commit()
        headers = {"Authorization": f"Bearer {self.token(body, **options) if token is None else token}"}
        if token == "":
            headers = {}
        return contextvars.Context().run(
            self.app.test_client().post,
            path,
            data=body,
            headers=headers,
            content_type="application/json",
            base_url="http://localhost",
        )

    def token(
        self, body: bytes, *, secret: str | None = None, algorithm: str = "HS256", **claims: object
    ) -> str:
        """The JWT for a body; a claim that is None is left out."""
        said: dict[str, object] = {
            "iat": int(time.time()),
            "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
            "iss": "Vonage",
            "payload_hash": hashlib.sha256(body).hexdigest(),
            "api_key": self.settings.api_key,
            "application_id": self.settings.application_id,
        }
        said = {name: value for name, value in {**said, **claims}.items() if value is not None}
        with warnings.catch_warnings():  # that our secret is short for a forger's algorithm
            warnings.simplefilter("ignore", InsecureKeyLengthWarning)
            return jwt.encode(said, secret or self.settings.signature_secret, algorithm=algorithm)


def text(words: object = "Hello", *, uuid: str = "in-1", sender: str = "12025550111", **values: Any) -> dict:
    """An inbound SMS to our number; a value that is None is left out."""
    said = {
        "channel": "sms",
        "message_uuid": uuid,
        "to": "12025550100",
        "from": sender,
        "timestamp": "2026-11-23T10:00:00Z",
        "text": words,
        "sms": {"num_messages": "1"},
    }
    return {name: value for name, value in {**said, **values}.items() if value is not None}


def report(status: object, *, uuid: object = "out-1", ref: object = "", **values: Any) -> dict:
    """A status of a message of ours."""
    said = {
        "channel": "sms",
        "message_uuid": uuid,
        "client_ref": ref,
        "to": "12025550111",
        "from": "12025550100",
        "timestamp": "2026-11-23T10:00:00Z",
        "status": status,
    }
    return {name: value for name, value in {**said, **values}.items() if value is not None}
