"""Who calls: the application's RS256 JWT, or Basic where a secret is set; and the signature on webhooks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from webapp.simulator.settings import Settings, SettingsFault

CACHED = 10_000
LIFE = 15 * 60  # Seconds that a token without `exp` is good for (Vonage's JWT guide).


class Refused(Exception):
    """The caller is not let in; the message says why. `kind`: Vonage's own word, spelled as it spells it."""

    def __init__(self, why: str, kind: str = "unathorized") -> None:
        super().__init__(why)
        self.kind = kind


class Gatekeeper:
    """Checks the Authorization header. A token that has been verified is remembered until it expires."""

    def __init__(self, settings: Settings) -> None:
        try:
            key = load_pem_public_key(settings.public_key.encode())
        except ValueError as fault:
            raise SettingsFault(f"SIMULATOR_PUBLIC_KEY is not a public key in PEM: {fault}") from None
        if not isinstance(key, RSAPublicKey):
            raise SettingsFault("SIMULATOR_PUBLIC_KEY is not an RSA key, which Vonage's tokens need.")
        self._key = key
        self._application_id = settings.application_id
        self._basic = ""
        if settings.api_key and settings.api_secret:
            pair = f"{settings.api_key}:{settings.api_secret}".encode()
            self._basic = base64.b64encode(pair).decode()
        self._known: dict[str, float] = {}

    def check(self, header: str | None) -> None:
        """Return when the caller may pass; raises Refused."""
        if not header:
            raise Refused("There is no Authorization header.")
        if self._known.get(header, 0.0) > time.time():
            return
        scheme, _, credentials = header.partition(" ")
        if scheme.casefold() == "basic":
            self._check_basic(credentials.strip())
        elif scheme.casefold() == "bearer":
            until = self._check_token(credentials.strip())
            if len(self._known) >= CACHED:
                self._known.clear()
            self._known[header] = until
        else:
            raise Refused("The Authorization header is neither Bearer nor Basic.")

    def check_basic(self, header: str | None) -> None:
        """Return when it is the account that asks, with its key and secret; raises Refused."""
        scheme, _, credentials = (header or "").partition(" ")
        if scheme.casefold() != "basic":
            raise Refused("The account is asked with Basic alone.")
        self._check_basic(credentials.strip())

    def _check_basic(self, credentials: str) -> None:
        try:
            base64.b64decode(credentials, validate=True)
        except binascii.Error:
            raise Refused("The Basic credentials are not base64.") from None
        if not self._basic or not hmac.compare_digest(credentials.encode(), self._basic.encode()):
            raise Refused("The API key or secret is wrong.")

    def _check_token(self, token: str) -> float:
        try:
            claims = jwt.decode(
                token, self._key, algorithms=["RS256"],
                options={"require": ["application_id", "iat", "jti"], "verify_aud": False},
            )  # fmt: skip
        except jwt.ExpiredSignatureError:
            raise Refused("The JWT has expired.", "jwt-expired") from None
        except jwt.PyJWTError as fault:
            raise Refused(f"The JWT is not valid: {fault}.") from None
        if claims["application_id"] != self._application_id:
            raise Refused("The JWT is for another application.")
        until = float(claims.get("exp", claims["iat"] + LIFE))
        if until <= time.time():
            raise Refused("The JWT has expired.", "jwt-expired")
        return until


def signed(body: bytes, secret: str, settings: Settings, of_account: bool = False) -> str:
    """The Authorization header of a webhook with this body, signed with `secret`.

    `of_account`: it concerns the whole account, and names no application.
    """
    claims = {
        "iat": int(time.time()),
        "jti": str(uuid4()),
        "iss": "Vonage",
        "payload_hash": hashlib.sha256(body).hexdigest(),
        "api_key": settings.api_key,
        "application_id": settings.application_id,
    }
    if of_account:
        del claims["application_id"]
    signing = _HS256 + _base64url(json.dumps(claims).encode())
    mac = hmac.digest(secret.encode(), signing, "sha256")
    return f"Bearer {(signing + b'.' + _base64url(mac)).decode()}"


def _base64url(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


# HS256 by hand (RFC 7515, appendix A.1): PyJWT spends more time on it than on all the rest of a webhook.
_HS256 = _base64url(b'{"alg":"HS256","typ":"JWT"}') + b"."
