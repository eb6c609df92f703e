"""Secrets that the team types in, such as keys of other services, as they are kept in the database.

They are sealed with a key made of the installation's own secret (OUTBOUND_SECRET_KEY), which is not in the
database: a copy of the database alone opens nothing, a copy of both opens everything.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from flask import current_app

from webapp.errors import Fault

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LOST = (
    "This secret was sealed with another OUTBOUND_SECRET_KEY and cannot be read any more: type it in again."
)
_PURPOSE = b"outbound: secrets at rest, 1"


def seal(secret: str) -> str:
    """As it is kept; each time another text. An empty secret stays empty."""
    return _box().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """What was sealed. Raises Fault when it was sealed with another installation's secret, or is damaged."""
    from cryptography.fernet import InvalidToken  # like the box: only where a secret is needed

    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Fault(LOST) from error


def _box() -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    key = derive.derive(current_app.config["SETTINGS"].secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))
