"""What webhooks say: what is understood, what is refused, what is made storable."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.views.client import Browser
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from tests.views.webhooks.conftest import everything, inbox
from webapp.db import db
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent, WebhookState


def test_a_huge_body_is_refused_before_it_is_read(vonage: Vonage, number: Number) -> None:
    assert vonage.says(INBOUND, text("x" * 70_000)).status_code == 413
    assert everything() == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"[" * 20_000,
        b'{"text": NaN}',
        b'{"n": 1' + b"0" * 5000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_what_is_not_a_json_object_is_kept(vonage: Vonage, number: Number, path: str, body: bytes) -> None:
    for _ in range(2):
        assert vonage.sends(path, body).status_code == 200
    assert everything() == (1, 0)
    [kept] = db.session.scalars(select(WebhookEvent))
    assert (kept.kind, kept.state) == ("unread", WebhookState.IGNORED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": None},
        {"status": 1},
        {"status": ["delivered"]},
        {"message_uuid": None},
        {"message_uuid": {"a": 1}},
        {"message_uuid": "x" * 65},
    ],
    ids=str,
)
def test_a_status_with_missing_or_wrong_fields_is_kept(vonage: Vonage, wrong: dict[str, object]) -> None:
    said = report("delivered") | wrong  # without our reference: nothing else says which message is meant
    assert vonage.says(STATUS, said).status_code == 200
    assert everything() == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"timestamp": None},
        {"timestamp": "yesterday"},
        {"timestamp": 12},
        {"timestamp": "0001-01-01T00:00:00+14:00"},
        {"timestamp": "9999-12-31T23:59:59-14:00"},
        {"sms": 3},
        {"unexpected": {"deep": [[["\x00\ud800"]]]}},
        {"usage": None, "channel": None},
    ],
    ids=str,
)
def test_a_text_is_read_whatever_else_is_strange(
    vonage: Vonage, number: Number, said: dict[str, object]
) -> None:
    assert vonage.says(INBOUND, text("Hello", **said)).status_code == 200
    assert inbox() == ["Hello"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("nul\x00 in it", "nul in it"),
        ("half \ud83d a pair", "half � a pair"),
        ("👍🏽 شكراً", "👍🏽 شكراً"),
        ("{{first_name}} <b>", "{{first_name}} <b>"),
        ("y" * 12_000, "y" * 10_000),
    ],
)
def test_every_text_is_kept_as_far_as_a_database_can(
    vonage: Vonage, number: Number, said: str, kept: str
) -> None:
    assert vonage.says(INBOUND, text(said)).status_code == 200
    assert inbox() == [kept]


def test_a_sender_with_a_name_is_shown_and_cannot_be_answered(
    vonage: Vonage, number: Number, admin: Browser
) -> None:
    vonage.says(INBOUND, text("Your code is 1234", sender="BANK"))
    thread = db.session.scalars(select(Thread)).one()
    page = admin.get(f"/inbox/{thread.id}")
    assert page.title == "BANK"
    assert "Nothing can be sent to it" in page.words
