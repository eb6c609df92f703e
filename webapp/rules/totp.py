"""Codes that change with the time, as apps for second factors show them: TOTP, RFC 6238.

HMAC-SHA-1, six digits, a new one every 30 seconds: what every app takes, and most take nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

DIGITS, SECONDS = 6, 30
BYTES = 20
"""Of a secret: as many as SHA-1 has (RFC 4226, section 4, R6)."""
DRIFT = 1
"""Steps that a phone's clock may be before or behind ours (RFC 6238, section 5.2)."""


def new_secret() -> str:
    """Base32, 32 letters."""
    return base64.b32encode(secrets.token_bytes(BYTES)).decode()


def step_at(seconds: float) -> int:
    """The number of the step that a moment is in, of those since 1970."""
    return int(seconds // SECONDS)


def code(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of a step: RFC 4226, section 5.3."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: str, typed: str, seconds: float, after: int) -> int | None:
    """The step whose code was typed; None when it is none of now, or not later than the step `after`."""
    plain = "".join(typed.split())
    if not plain.isascii():
        return None
    now = step_at(seconds)
    steps = (step for step in range(now - DRIFT, now + DRIFT + 1) if step > after)
    return next((step for step in steps if hmac.compare_digest(code(secret, step), plain)), None)


def address(secret: str, account: str, issuer: str) -> str:
    """What the QR code says: otpauth://totp/…, the format of Google Authenticator, which all apps read."""
    label = quote(f"{issuer}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
