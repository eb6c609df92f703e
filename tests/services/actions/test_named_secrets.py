"""Secrets are set by name, and no one reads them again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.dump import dump
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.event import Event
from webapp.services.actions import named_secrets

CANARY = "canary-4711-secret"


def test_a_secret_is_kept_for_requests_alone(app: Flask) -> None:
    ada = factories.user()
    named_secrets.put(" Booking ", f" {CANARY} ", ada.id)
    db.session.commit()
    assert named_secrets.values(["booking"]) == {"booking": CANARY}
    assert CANARY not in str(dump())
    assert [one.name for one in named_secrets.every()] == ["booking"]
    named_secrets.put("booking", "another-one", ada.id)
    assert named_secrets.values(["booking"]) == {"booking": "another-one"}
    named_secrets.remove("booking", ada.id)
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["secret.set", "secret.replaced", "secret.removed"]
    with pytest.raises(NotFound):
        named_secrets.remove("booking", ada.id)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("", CANARY, "name"),
        ("a b", CANARY, "name"),
        ("-a", CANARY, "name"),
        ("x" * 41, CANARY, "name"),
        ("a", "short", "value"),
        ("a", "x" * 4001, "value"),
        ("a", "two\r\nlines-of-it", "value"),
        ("a", "pässwörter", "value"),
    ],
)
def test_what_a_header_could_not_have_is_refused(app: Flask, name: str, value: str, field: str) -> None:
    with pytest.raises(Fault) as fault:
        named_secrets.put(name, value, factories.user().id)
    assert fault.value.field == field
    assert value not in fault.value.sentence or len(value) < 8


def test_one_that_is_missing_or_of_another_installation_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Fault, match="There is no secret “booking”"):
        named_secrets.values(["booking"])
    named_secrets.put("booking", CANARY, factories.user().id)
    monkeypatch.setitem(app.extensions, "sealing", "the secret of another installation")
    with pytest.raises(Fault, match="has another key now"):
        named_secrets.values(["booking"])
