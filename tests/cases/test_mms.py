"""A STOP that comes by MMS, in its text or below a picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.views.signed import INBOUND, Vonage
from webapp.db import db
from webapp.models.message import Message
from webapp.services.opt_outs import holds, register

TEXT, PICTURE = json.loads(Path(__file__).with_name("04-mms-stop.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("payload", "said", "opted_out", "held"),
    [(TEXT, "STOP", True, False), (PICTURE, "Stop texting me", False, True)],
    ids=["its text", "below a picture"],
)
def test_an_mms_is_kept_and_obeyed(
    app: Flask, payload: dict[str, object], said: str, opted_out: bool, held: bool
) -> None:
    factories.number(f"+{payload['to']}")
    assert Vonage(app).says(INBOUND, payload).status_code == 200
    message = db.session.scalars(select(Message).where(Message.direction == "in")).one()
    assert (message.text, message.phone) == (said, f"+{payload['from']}")
    assert bool(register.active([message.phone])) is opted_out
    assert (holds.of(message.phone) is not None) is held
