"""Values that are kept encrypted, with a key that is derived from the secret of this installation.

Fernet (AES-128-CBC, HMAC-SHA256); its key is derived by HKDF-SHA256 (RFC 5869). A copy of the database alone
tells none of them.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

PURPOSE = b"outbound: values kept encrypted"


class NotOurs(Exception):
    """It was sealed with another secret, or is damaged."""


def init_app(app: Flask, secret_key: str) -> None:
    """The key is derived at first use."""
    app.extensions["sealing"] = secret_key


def seal(text: str) -> bytes:
    """Encrypted; twice the same text is twice something else."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """The text that was sealed. Raises NotOurs."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken as error:
        raise NotOurs from error


def _fernet() -> Fernet:
    from cryptography.fernet import Fernet  # only where a secret is used: it costs memory
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret: str = current_app.extensions["sealing"]
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
