"""The test vectors of RFC 6238 (appendix B) and RFC 4226 (appendix D), and which codes are taken."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from webapp.rules import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code(SECRET, totp.step_at(seconds), digits=8) == code


def test_the_codes_of_rfc_4226() -> None:
    codes = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split()
    assert [totp.code(SECRET, step) for step in range(10)] == codes


def test_a_code_is_taken_a_step_before_and_after_its_own() -> None:
    code = totp.code(SECRET, 1000)
    taken = [step for step in range(997, 1004) if totp.step_of(SECRET, code, step * 30, 0) == 1000]
    assert taken == [999, 1000, 1001]


def test_a_code_is_not_taken_again_nor_an_earlier_one() -> None:
    code = totp.code(SECRET, 1000)
    assert totp.step_of(SECRET, code, 1000 * 30, after=999) == 1000
    assert totp.step_of(SECRET, code, 1000 * 30, after=1000) is None


@pytest.mark.parametrize("typed", ["", "287 08", "２８７０８２", "999999", "x" * 5000])
def test_what_is_no_code_is_not_taken(typed: str) -> None:
    assert totp.step_of(SECRET, typed, 30, 0) is None
    assert totp.step_of(SECRET, "287 082", 30, 0) == 1


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {totp.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


def test_an_app_reads_the_address() -> None:
    address = urlsplit(totp.address(SECRET, "ada@example.org", "Outbound Café & Co"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["Outbound Café & Co"]}
    assert "%20" in address.path and "+" not in address.query
