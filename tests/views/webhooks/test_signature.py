"""Who may say something: only our own account at the carrier."""

from __future__ import annotations

import json
import time

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


@pytest.mark.parametrize(
    "claims",
    [
        {"application_id": None},
        {"application_id": ""},
        {"application_id": None, "iat": None, "jti": None, "iss": None},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) - 24 * 3600},
        {"nbf": int(time.time()) + 3600},
        {"jti": 7},
        {"api_key": "zzzz9999"},
    ],
    ids=lambda claims: ", ".join(claims),
)
def test_what_our_account_signed_is_read_whatever_else_is_strange(
    vonage: Vonage, number: Number, claims: dict[str, object]
) -> None:
    """Webhooks of the account name no application; what comes again for a day may have an old signature."""
    assert vonage.says(INBOUND, text(), **claims).status_code == 200
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
        {"application_id": None, "api_key": ""},
        {"exp": 1_700_000_000},
        {"iat": 1_700_000_000},
        {"exp": "tomorrow"},
    ],
    ids=str,
)
def test_what_our_account_did_not_sign_is_refused(
    vonage: Vonage, number: Number, path: str, forged: dict[str, object]
) -> None:
    payload = text() if path == INBOUND else report("delivered")
    assert vonage.says(path, payload, **forged).status_code == 503
    assert everything() == (0, 0)


def test_a_token_without_a_signature_is_refused(vonage: Vonage, number: Number) -> None:
    body = json.dumps(text()).encode()
    header, claims, _ = vonage.token(body).split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"  # {"alg":"none","typ":"JWT"}
    for token in (f"{unsigned}.{claims}.", f"{unsigned}.{claims}.AAAA", f"{header}.{claims}."):
        assert vonage.sends(INBOUND, body, token=token).status_code == 503
    assert everything() == (0, 0)


def test_a_signature_by_a_private_key_of_somebody_is_refused(vonage: Vonage, number: Number) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    assert vonage.says(INBOUND, text(), secret=pem, algorithm="RS256").status_code == 503
    assert everything() == (0, 0)


def test_a_body_changed_on_the_way_is_refused(vonage: Vonage, number: Number) -> None:
    token = vonage.token(json.dumps(text("Yes")).encode())
    assert vonage.sends(INBOUND, json.dumps(text("No")).encode(), token=token).status_code == 503
    assert everything() == (0, 0)


def test_what_cannot_be_verified_is_to_come_again(vonage: Vonage, number: Number) -> None:
    answer = vonage.says(INBOUND, text("STOP"), token="")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert vonage.says(INBOUND, text("STOP")).status_code == 200
    assert inbox() == ["STOP"]


def test_neither_a_session_nor_a_form_token_is_asked_for(app: Flask, browser: Browser) -> None:
    """Not taken for its signature, not for CSRF and not with the log-in page."""
    assert browser.post(INBOUND).status == 503


@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_vonage_checks_an_address_with_a_get(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 200
    assert browser.client.head(path).status_code == 200
    assert browser.get(f"{path}?what=ever").status == 503
    assert everything() == (0, 0)


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "bearer x", "Token x", "x" * 4000])
def test_any_other_authorization_is_no_signature(browser: Browser, header: str) -> None:
    answer = browser.client.post(INBOUND, json=text(), headers={"Authorization": header})
    assert answer.status_code == 503
    assert everything() == (0, 0)


def test_a_webhook_that_came_to_the_other_address_is_read(vonage: Vonage, number: Number) -> None:
    """The two were taken for each other in the dashboard."""
    assert vonage.says(STATUS, text("STOP")).status_code == 200
    assert inbox() == ["STOP"]
    assert vonage.says(INBOUND, report("delivered")).status_code == 200
    assert everything() == (2, 2)
