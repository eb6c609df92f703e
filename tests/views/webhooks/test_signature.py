"""Who may say something: only our own account at the carrier."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask

from tests.views.client import Browser
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from tests.views.webhooks.conftest import everything, inbox
from webapp.models.number import Number

ANOTHER_ID = "11111111-2222-4333-8444-555555555555"


def test_a_signed_text_is_read(vonage: Vonage, number: Number) -> None:
    assert vonage.says(INBOUND, text("Hello")).status_code == 200
    assert inbox() == ["Hello"]


def test_a_key_of_the_account_vouches_when_no_application_is_named(vonage: Vonage, number: Number) -> None:
    assert vonage.says(INBOUND, text(), application_id=None).status_code == 200
    assert inbox() == ["Hello"]


@pytest.mark.parametrize("path", [INBOUND, STATUS])
@pytest.mark.parametrize(
    "forged",
    [
        {"token": ""},
        {"token": "not-a-token"},
        {"token": "a.b.c"},
        {"secret": "x" * 32},
        {"algorithm": "HS512"},
        {"payload_hash": "0" * 64},
        {"payload_hash": None},
        {"payload_hash": 7},
        {"application_id": ANOTHER_ID},
        {"application_id": None, "api_key": "zzzz9999"},
        {"application_id": None, "api_key": None},
        {"application_id": ""},
    ],
    ids=str,
)
def test_what_our_account_did_not_sign_is_refused(
    vonage: Vonage, number: Number, path: str, forged: dict[str, object]
) -> None:
    payload = text() if path == INBOUND else report("delivered")
    assert vonage.says(path, payload, **forged).status_code == 401
    assert everything() == (0, 0)


def test_a_token_without_a_signature_is_refused(vonage: Vonage, number: Number) -> None:
    body = json.dumps(text()).encode()
    header, claims, _ = vonage.token(body).split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"  # {"alg":"none","typ":"JWT"}
    for token in (f"{unsigned}.{claims}.", f"{unsigned}.{claims}.AAAA", f"{header}.{claims}."):
        assert vonage.sends(INBOUND, body, token=token).status_code == 401
    assert everything() == (0, 0)


def test_a_signature_by_a_private_key_of_somebody_is_refused(vonage: Vonage, number: Number) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    assert vonage.says(INBOUND, text(), secret=pem, algorithm="RS256").status_code == 401
    assert everything() == (0, 0)


def test_a_body_changed_on_the_way_is_refused(vonage: Vonage, number: Number) -> None:
    token = vonage.token(json.dumps(text("Yes")).encode())
    assert vonage.sends(INBOUND, json.dumps(text("No")).encode(), token=token).status_code == 401
    assert everything() == (0, 0)


def test_neither_a_session_nor_a_form_token_is_asked_for(app: Flask, browser: Browser) -> None:
    """Refused for its signature, not for CSRF and not with the log-in page."""
    assert browser.post(INBOUND).status == 401
    assert browser.get(INBOUND).status == 405
