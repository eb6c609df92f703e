"""POST /v1/messages as Vonage answers it: what is accepted, and the shape of each refusal."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from vonage import Vonage
from vonage_http_client.errors import AuthenticationError, HttpRequestError, RateLimitedError
from vonage_messages import Sms

from tests.carriers import facts
from tests.simulator.conftest import client
from tests.simulator.server import API_KEY, API_SECRET, Control, Simulator
from tests.simulator.sink import Sink

GOOD = {
    "to": "447700900123",
    "from": "12015550100",
    "text": "Hi Ada",
    "channel": "sms",
    "message_type": "text",
}


def sms(**more: Any) -> Sms:
    """A message to Ada."""
    return Sms(**{"to": "447700900123", "from_": "12015550100", "text": "Hi Ada"} | more)


def token(simulator: Simulator, without: str = "", **claims: Any) -> str:
    """A JWT of the application, with these claims in place of the usual ones."""
    now = int(time.time())
    usual = {"application_id": simulator.application_id, "iat": now, "exp": now + 60, "jti": "1"} | claims
    usual.pop(without, None)
    return jwt.encode(usual, simulator.private_key, algorithm="RS256")


def post(simulator: Simulator, body: Any, authorization: str | None = None) -> requests.Response:
    """One raw request; `body` is sent as JSON unless it is bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {
        "Authorization": authorization or f"Bearer {token(simulator)}",
        "Content-Type": "application/json",
    }
    return requests.post(f"{simulator.url}/v1/messages", data=raw, headers=headers, timeout=10)


def test_what_the_sdk_sends_is_accepted_and_recorded(vonage: Vonage, control: Control) -> None:
    uuid = vonage.messages.send(sms(client_ref="batch-7-row-2", text="Olá 👋", ttl=60)).message_uuid

    [message] = control.messages(client_ref="batch-7-row-2")
    assert message["message_uuid"] == uuid
    assert (message["to"], message["from"], message["text"]) == ("447700900123", "12015550100", "Olá 👋")
    assert (message["encoding"], message["segments"]) == ("UCS-2", 1)
    assert len(uuid) == 36


def test_another_key_is_not_let_in(simulator: Simulator, control: Control) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stranger = client(simulator, private_key=key.decode())

    with pytest.raises(AuthenticationError) as refused:
        stranger.messages.send(sms())
    stranger.http_client._session.close()

    assert refused.value.response.headers["Content-Type"].startswith("application/problem+json")
    assert refused.value.response.json()["title"] == "You did not provide correct credentials."
    assert control.messages() == []


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": int(time.time()) - 5}, "The JWT has expired."),
        ({"iat": int(time.time()) - 3600, "without": "exp"}, "The JWT has expired."),
        ({"application_id": "another"}, "The JWT is for another application."),
        ({"without": "application_id"}, "application_id"),
        ({"without": "jti"}, "jti"),
        ({"iat": "soon"}, "not valid"),
    ],
)
def test_a_jwt_with_wrong_claims_is_401(simulator: Simulator, claims: dict[str, Any], why: str) -> None:
    answer = post(simulator, GOOD, f"Bearer {token(simulator, **claims)}")

    assert answer.status_code == 401
    assert why in answer.json()["detail"]
    assert set(answer.json()) == {"type", "title", "detail", "instance"}


def test_a_token_signed_with_a_shared_secret_or_not_at_all_is_401(simulator: Simulator) -> None:
    claims = {"application_id": simulator.application_id, "iat": int(time.time()), "jti": "1"}
    secret = jwt.encode(claims, "a-secret-that-is-long-enough-for-hs256", algorithm="HS256")
    nothing = jwt.encode(claims, None, algorithm="none")

    assert [post(simulator, GOOD, f"Bearer {each}").status_code for each in (secret, nothing)] == [401, 401]


@pytest.mark.parametrize("header", ["Bearer", "Bearer x.y.z", "Digest abc", "Basic !!!", "Basic YTpi"])
def test_an_authorization_that_is_none_is_401(simulator: Simulator, header: str) -> None:
    assert post(simulator, GOOD, header).status_code == 401


@pytest.mark.long
def test_a_verified_token_is_still_refused_once_it_has_expired(simulator: Simulator) -> None:
    end = time.time() + 3
    short = f"Bearer {token(simulator, exp=end)}"
    assert post(simulator, GOOD, short).status_code == 202
    time.sleep(end - time.time() + 0.1)  # The life of the token itself.
    assert post(simulator, GOOD, short).status_code == 401


def test_the_account_s_key_and_secret_are_let_in(simulator: Simulator) -> None:
    answer = requests.post(f"{simulator.url}/v1/messages", json=GOOD, auth=(API_KEY, API_SECRET), timeout=10)
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"to": None}, "to"),
        ({"to": "+447700900123"}, "to"),
        ({"to": "0770090012"}, "to"),
        ({"to": 447700900123}, "to"),
        ({"to": "٤٤٧٧٠٠٩٠٠١٢٣"}, "to"),
        ({"from": None}, "from"),
        ({"from": "A sender of thirteen"}, "from"),
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"text": ["Hi"]}, "text"),
        ({"text": "\ud83d"}, "text"),
        ({"channel": "mms"}, "channel"),
        ({"message_type": None}, "message_type"),
        ({"client_ref": "x" * 101}, "client_ref"),
        ({"client_ref": 7}, "client_ref"),
        ({"ttl": 5}, "ttl"),
        ({"ttl": True}, "ttl"),
        ({"webhook_url": "ftp://example.com"}, "webhook_url"),
        ({"sms": {"encoding_type": "ebcdic"}}, "sms.encoding_type"),
        ({"sms": "auto"}, "sms.encoding_type"),
        ({"sms": {"encoding_type": []}}, "sms.encoding_type"),
        ({"failover": [GOOD]}, "failover"),
        ({"webhook_version": "v2"}, "webhook_version"),
    ],
)
def test_a_wrong_parameter_is_422_and_named(simulator: Simulator, change: dict[str, Any], name: str) -> None:
    answer = post(simulator, GOOD | change)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    said = answer.json()
    assert name in said["detail"] or [each["name"] for each in said["invalid_parameters"]] == [name]
    assert simulator.control.messages() == []


@pytest.mark.parametrize(
    ("change", "number", "title", "named"),
    [
        ({"from": "A sender of thirteen"}, "1120", "Invalid sender", False),
        ({"to": "+1"}, "110", "Invalid recipient", False),
        ({"text": ""}, "1150", "Invalid params", True),
        ({"to": None}, "1150", "Invalid params", True),
        ({"to": "+1", "from": "A sender of thirteen"}, "1150", "Invalid params", True),
        ({"sms": {"encoding_type": "ebcdic"}}, "1110", "Invalid channel parameters", True),
        ({"channel": "fax"}, "1100", "Unsupported channel", False),
        ({"message_type": "image"}, "1140", "Invalid message type", False),
        ({"client_ref": "x" * 101}, "1060", "Invalid client reference", False),
    ],
)
def test_each_refusal_has_its_type_and_title(
    simulator: Simulator, change: dict[str, Any], number: str, title: str, named: bool
) -> None:
    said = post(simulator, GOOD | change).json()
    assert (said["type"].partition("#")[2], said["title"]) == (number, title)
    assert ("invalid_parameters" in said) is named
    of_facts = facts.read("messages")["send_sms"]["responses"][422]
    [fact] = [one for one in of_facts if one["title"] == title]
    assert (fact["type_example"], "invalid_parameters" in fact) == (f"messages#{number}", named)


def test_every_wrong_parameter_is_named_at_once(simulator: Simulator) -> None:
    names = [each["name"] for each in post(simulator, {}).json()["invalid_parameters"]]
    assert names == ["to", "from", "text", "channel", "message_type"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"hi"', b"[" * 50_000])
def test_a_body_that_is_no_json_object_is_422(simulator: Simulator, body: bytes) -> None:
    """And not 400."""
    answer = post(simulator, body)
    assert (answer.status_code, answer.json()["type"].partition("#")[2]) == (422, "invalid-json")
    assert answer.json()["title"] == "The request body did not contain valid JSON"


@pytest.mark.parametrize(
    ("fault", "status", "kind", "title"),
    [
        ("expired_token", 401, "/#jwt-expired", "You did not provide correct credentials."),
        ("no_credit", 402, "/#low-balance", "Low balance"),
        ("throttle", 429, "/messages#1000", "Rate Limit Hit"),
        ("error_500", 500, "/messages#1000", "Internal error"),
    ],
)
def test_each_error_is_as_the_facts_have_it(
    simulator: Simulator, control: Control, fault: str, status: int, kind: str, title: str
) -> None:
    control.fault(fault, count=1)
    answer = post(simulator, GOOD)
    said = answer.json()
    assert (answer.status_code, said["title"]) == (status, title)
    assert said["type"].endswith(f"/api-errors{kind}")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert set(said) == {"type", "title", "detail", "instance"}
    assert len(said["instance"]) == 32
    assert post(simulator, GOOD).status_code == 202


def test_a_wrong_token_is_spelled_as_vonage_spells_it(simulator: Simulator) -> None:
    assert post(simulator, GOOD, "Bearer x.y.z").json()["type"].endswith("/api-errors/#unathorized")


def test_a_redirect_is_no_acceptance(simulator: Simulator, control: Control) -> None:
    control.fault("redirect", count=1)
    headers = {"Authorization": f"Bearer {token(simulator)}"}
    url = f"{simulator.url}/v1/messages"
    answer = requests.post(url, json=GOOD, headers=headers, timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, "/v1/messages")
    assert control.messages() == []


def test_a_huge_body_is_413(simulator: Simulator) -> None:
    assert post(simulator, GOOD | {"text": "x" * 200_000}).status_code == 413


def test_more_than_the_rate_in_a_second_is_429(
    vonage: Vonage, simulator: Simulator, control: Control
) -> None:
    control.configure(rate=5)

    began, sent, refusals = time.monotonic(), 0, []
    while len(refusals) < 3 and sent < 500:
        sent += 1
        try:
            vonage.messages.send(sms(client_ref=str(sent)))
        except RateLimitedError as refused:
            refusals.append(refused.response)
    seconds = int(time.monotonic() - began) + 2

    assert 5 <= len(control.messages()) <= 5 * seconds
    assert len(refusals) + len(control.messages()) == sent
    assert all("Retry-After" not in each.headers for each in refusals), "no document promises one"


def test_latency_is_added_to_each_answer(vonage: Vonage, control: Control) -> None:
    control.configure(latency_ms=150)
    began = time.monotonic()
    vonage.messages.send(sms())
    assert time.monotonic() - began >= 0.15


def test_a_message_may_name_its_own_status_address(vonage: Vonage, control: Control, sink: Sink) -> None:
    vonage.messages.send(sms(webhook_url=f"{sink.url}/elsewhere"))
    control.idle()

    assert [each["status"] for each in sink.of("/elsewhere")] == ["submitted", "delivered"]
    assert sink.of("/status") == []


def test_402_comes_as_the_sdk_s_bare_error(vonage: Vonage, control: Control) -> None:
    control.fault("no_credit", count=1)
    with pytest.raises(HttpRequestError) as refused:
        vonage.messages.send(sms())

    assert refused.value.response.status_code == 402
    assert "balance" in refused.value.response.json()["title"]
    assert control.messages() == []
