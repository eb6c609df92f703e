"""Whether our private key is the application's."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.simulator.server import keys
from webapp.carriers.vonage import key_pair


def public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def test_both_halves() -> None:
    private, ours = keys()
    assert key_pair.fault({"public_key": ours}, private) == ""
    another = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert key_pair.fault({"public_key": public(another)}, private) == key_pair.OTHER
    assert (
        key_pair.fault({"public_key": public(ec.generate_private_key(ec.SECP256R1()))}, private)
        == key_pair.OTHER
    )


@pytest.mark.parametrize(
    "shown", [None, {}, {"public_key": ""}, {"public_key": "not PEM"}, {"public_key": 7}, []]
)
def test_an_application_that_does_not_show_its_key_proves_nothing(shown: object) -> None:
    assert key_pair.fault(shown, keys()[0]) == ""


@pytest.mark.parametrize("private", ["", "not PEM", keys()[1]])
def test_what_is_no_private_key(private: str) -> None:
    assert key_pair.fault({"public_key": keys()[1]}, private) == key_pair.UNREADABLE
