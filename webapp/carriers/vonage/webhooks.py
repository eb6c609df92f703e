"""Vonage's webhooks in: who says it, and what it says. Signature: Vonage, "Signed webhooks" (HS256 JWT)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import jwt

from webapp.carriers import ids
from webapp.carriers.base import BadWebhook, Cause, Report, StatusReport, Unverified
from webapp.carriers.vonage import inbound
from webapp.carriers.vonage.codes import error_of, meaning
from webapp.config import VonageSettings
from webapp.rules import storable
from webapp.rules.phones import phone_sender

REPORTS = {
    "submitted": Report.SUBMITTED,
    "delivered": Report.DELIVERED,
    "rejected": Report.REJECTED,
    "undeliverable": Report.UNDELIVERED,
    "read": Report.DELIVERED,
    "accepted": Report.SUBMITTED,  # from here on: the SMS API's receipts
    "buffered": Report.SUBMITTED,
    "expired": Report.UNDELIVERED,
    "failed": Report.UNDELIVERED,
}
"""What each status says; any other is kept, and moves nothing."""
TROUBLE = (Report.REJECTED, Report.UNDELIVERED, Report.OTHER)
LONGEST_STATUS = 20
REPEATED_FOR = 25 * 60 * 60
"""Seconds: Vonage gives a webhook up after 24 hours."""
UNCHECKED: Any = {f"verify_{name}": False for name in ("iat", "exp", "nbf", "aud", "sub", "jti")}
LONGEST_REF = 40  # what is longer is none of ours


ASKED_WITHIN = 5 * 60
"""Seconds: a question without a body is believed for so long, in which Vonage asks again, if at all."""


def verify(authorization: str, body: bytes, settings: VonageSettings) -> None:
    """Raises Unverified. Vonage repeats a webhook for 24 hours: we deduplicate, and believe none that is
    older, of which what we would know it by may have been removed."""
    claims = _signed(authorization, settings)
    if not _is(claims, "payload_hash", hashlib.sha256(body).hexdigest()):
        raise Unverified(Cause.CHANGED)
    _must_be_of_us(claims, settings)
    must_be_of_late(claims.get("exp", claims.get("iat")))  # Vonage says when it was signed, and no end


def verify_query(authorization: str, settings: VonageSettings) -> None:
    """Of a GET: of what its hash is, Vonage does not document, so it has to be new. Raises Unverified."""
    claims = _signed(authorization, settings)
    _must_be_of_us(claims, settings)
    signed_at = claims.get("iat")
    if not isinstance(signed_at, int | float) or abs(time.time() - signed_at) > ASKED_WITHIN:
        raise Unverified(Cause.EXPIRED)


def _signed(authorization: str, settings: VonageSettings) -> dict[str, Any]:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unverified(Cause.UNSIGNED)
    try:
        return jwt.decode(token, settings.signature_secret, algorithms=["HS256"], options=UNCHECKED)
    except jwt.InvalidSignatureError as error:
        raise Unverified(Cause.SECRET) from error
    except jwt.InvalidTokenError as error:
        raise Unverified(Cause.MALFORMED) from error


def _must_be_of_us(claims: dict[str, Any], settings: VonageSettings) -> None:
    """Webhooks of the account name no application."""
    ours = (
        _is(claims, "application_id", settings.application_id)
        if claims.get("application_id")
        else _is(claims, "api_key", settings.api_key)
    )
    if not ours:
        raise Unverified(Cause.ACCOUNT)


def _is(claims: dict[str, Any], name: str, wanted: str) -> bool:
    return hmac.compare_digest(str(claims.get(name, "")).lower().encode(), wanted.lower().encode())


def must_be_of_late(signed: object) -> None:
    """A repetition may be under way of what was signed then, or until then: epoch seconds; None: not told.

    Raises Unverified.
    """
    if signed is None or (isinstance(signed, int | float) and time.time() < signed + REPEATED_FOR):
        return
    raise Unverified(Cause.EXPIRED)


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises BadWebhook."""
    try:
        payload = storable.clean_json(json.loads(body, parse_constant=_not_json))
    except (ValueError, RecursionError) as error:
        raise BadWebhook("the body is not JSON") from error
    if not isinstance(payload, dict):
        raise BadWebhook("the body is not a JSON object")
    return payload


def status(payload: dict[str, Any]) -> StatusReport:
    """A status webhook. Raises BadWebhook."""
    report = REPORTS.get(_text(payload, "status", LONGEST_STATUS).lower(), Report.OTHER)
    in_trouble = report in TROUBLE or "error" in payload or "err-code" in payload
    code, words = error_of(payload) if in_trouble else ("", "")
    means = meaning(code, words)
    bad = report in TROUBLE
    carrier_id, ref = ids.usable(payload.get("message_uuid")), _ref(payload.get("client_ref"))
    opted_out, phone = report != Report.DELIVERED and means.opted_out, _phone(payload)
    if not carrier_id and not ref and not (opted_out and phone):
        raise BadWebhook("neither message_uuid nor client_ref says which message it is about")
    return StatusReport(
        carrier_id=carrier_id,
        ref=ref,
        report=report,
        code=code,
        sentence=means.sentence if bad else "",
        opted_out=opted_out,
        pause=bad and means.pause,
        phone=phone,
    )


def _phone(payload: dict[str, Any]) -> str:
    """Whom the message went to, as lists have it; empty where that is no phone."""
    to, ours = (inbound.address(payload, name) for name in ("to", "from"))
    found = phone_sender.canonical(to.removeprefix("+"), ours) if to.startswith("+") else ""
    return found if found.startswith("+") else ""


def _ref(given: object) -> str:
    return given if isinstance(given, str) and len(given) <= LONGEST_REF else ""


def _text(payload: dict[str, Any], name: str, limit: int) -> str:
    value = payload.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise BadWebhook(f"{name} is missing or not usable")
    return value


def _not_json(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
