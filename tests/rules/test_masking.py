"""Logs tell what happened, and not to whom nor with which key."""

from __future__ import annotations

import secrets

import pytest

from webapp.rules.masking import masked, one_entry

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjE3NjQ0MjcwMDB9.c2lnbmF0dXJl-_"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("to=+12025550111 failed", "to=+…0111 failed"),
        ("+1 202-555-0111", "+…0111"),
        ("+49 (0)30 901820", "+…1820"),
        ("'from': '12025550111'", "'from': '…0111'"),
        ("Key (phone)=(+12025550111) already exists.", "Key (phone)=(+…0111) already exists."),
        ("on /contacts/phone/+12025550111/erase [POST]", "on /contacts/phone/+…0111/erase [POST]"),
        ("Failing row contains (7, Hello Carol, null).", "Failing row contains (…)"),
        ("Authorization: Bearer abc.def", "Authorization: … …"),
        (f"jwt {JWT} expired", "jwt … expired"),
        ("GET /join/Zk3-9_a?x=1", "GET /join/…?x=1"),
        ("postgresql+psycopg://outbound:hunter2@db/outbound", "postgresql+psycopg://outbound:…@db/outbound"),
        ("password=hunter2&name=Ada", "password=…&name=Ada"),
        ('{"api_secret": "hunter2", "n": 1}', '{"api_secret": "…", "n": 1}'),
        ("X-CSRFToken: abc", "X-CSRFToken: …"),
        ("key sk-abcdefghijklmnopqrst", "key …"),
    ],
)  # fmt: skip
def test_phones_and_secrets_are_masked(said: str, told: str) -> None:
    assert masked(said) == told


def test_any_token_of_ours_is() -> None:
    for _ in range(200):
        token = secrets.token_urlsafe(32)
        assert token not in masked(f"Exception on /somewhere/{token} [GET]")


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-29 15:19:54 [info] a turn of a call call=1234567 ms=12.5",
        "carrier_id=5ad3a1b2-0000-4000-8000-0123456789ab", "1,234,567 rows",
        "2026-11-29T15:19:54.123456+00:00",
        'File "/srv/outbound/webapp/services/outbox/recorder.py", line 120, in _recorded',
        "IntegrityError: UNIQUE constraint failed: opt_out.phone", "127.0.0.1:54321", "size=104857600",
        "test_no_field_of_any_form_breaks_on_what_is_typed_2",
    ],
)  # fmt: skip
def test_what_an_operator_needs_is_left(said: str) -> None:
    assert masked(said) == said


def test_no_line_is_forged() -> None:
    forged = "x\n2026-11-29 15:19:54 [info] all is well\r\x1b[2K\u2028y\x85"
    assert one_entry(forged) == "x\n    | 2026-11-29 15:19:54 [info] all is well\\r\\x1b[2K\\u2028y\\x85"
