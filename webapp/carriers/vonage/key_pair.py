"""Whether our private key is the other half of the public key that an application has at Vonage."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

OTHER = (
    "The private key of this installation does not belong to the application: a new key pair was made for "
    "it, or the file is another application’s. Make a key pair in Vonage’s dashboard (Applications, Edit), "
    "save the application, and put the file that you download into VONAGE_PRIVATE_KEY. Until then nothing "
    "can be sent."
)
UNREADABLE = (
    "VONAGE_PRIVATE_KEY holds no RSA key in PEM. Make a key pair in Vonage’s dashboard (Applications, Edit), "
    "and put the file that you download there."
)


def fault(keys: Any, private_key: str) -> str:
    """What is wrong, in sentences; empty when nothing is, or when the application does not show its key."""
    try:
        ours = load_pem_private_key(private_key.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return UNREADABLE
    if not isinstance(ours, RSAPrivateKey):
        return UNREADABLE
    told = keys.get("public_key") if isinstance(keys, dict) else None
    if not isinstance(told, str) or not told.strip():
        return ""
    try:
        theirs = load_pem_public_key(told.encode())
    except (ValueError, UnsupportedAlgorithm):
        return ""
    same = isinstance(theirs, RSAPublicKey) and theirs.public_numbers() == ours.public_key().public_numbers()
    return "" if same else OTHER
