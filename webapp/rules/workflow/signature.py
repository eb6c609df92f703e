"""Whether a call is signed with a secret that both sides know: HMAC with SHA-256 over its body (RFC 2104)."""

from __future__ import annotations

import base64
import hmac

HEX, BASE64 = "hex", "base64"
FORMS = (HEX, BASE64)


def of(body: bytes, secret: str, form: str) -> str:
    """In hexadecimal digits, or in base64."""
    digest = hmac.digest(secret.encode(), body, "sha256")
    return base64.b64encode(digest).decode() if form == BASE64 else digest.hex()


def is_good(sent: str, body: bytes, secret: str, form: str, prefix: str = "") -> bool:
    """`sent`: the header as it came, with the `prefix` that the other side puts in front."""
    said = sent.strip()
    if not said.startswith(prefix):
        return False
    said = said.removeprefix(prefix).strip()
    wanted = of(body, secret, form)
    return hmac.compare_digest((said.lower() if form == HEX else said).encode(), wanted.encode())
