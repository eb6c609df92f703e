"""Vonage's webhooks in: who says it, and what it says. Signature: Vonage, "Signed webhooks" (HS256 JWT)."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import jwt

from webapp.carriers import ids
from webapp.carriers.base import InboundSms, Report, StatusReport
from webapp.carriers.vonage_codes import meaning
from webapp.config import VonageSettings
from webapp.rules import storable

REPORTS = {
    "submitted": Report.SUBMITTED,
    "delivered": Report.DELIVERED,
    "rejected": Report.REJECTED,
    "undeliverable": Report.UNDELIVERED,
}
LONGEST_REF = 40  # what is longer is none of ours
LONGEST_TEXT = 10_000
LONGEST_SHORT_CODE, LONGEST_E164 = 6, 15  # digits


class BadSignature(Exception):
    """The webhook was not signed by our account, or its body was changed on the way."""


class BadWebhook(Exception):
    """Signed, but not a webhook that we understand; the message says what is missing."""


def verify(authorization: str, body: bytes, settings: VonageSettings) -> None:
    """Raises BadSignature. Age is not checked: Vonage repeats a webhook for 24 hours; we deduplicate."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadSignature("no bearer token")
    try:
        claims = jwt.decode(
            token,
            settings.signature_secret,
            algorithms=["HS256"],
            options={"verify_iat": False, "verify_exp": False, "verify_aud": False},
        )
    except jwt.InvalidTokenError as error:
        raise BadSignature(str(error)) from error
    _compare(claims, "payload_hash", hashlib.sha256(body).hexdigest())
    if claims.get("application_id") is not None:
        _compare(claims, "application_id", settings.application_id)
    else:
        _compare(claims, "api_key", settings.api_key)


def _compare(claims: dict[str, Any], name: str, wanted: str) -> None:
    if not hmac.compare_digest(str(claims.get(name, "")).lower().encode(), wanted.lower().encode()):
        raise BadSignature(f"{name} does not match")


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
    said = _text(payload, "status", 20)
    if said not in REPORTS:
        raise BadWebhook(f"status '{said}' is not known")
    error = payload.get("error")
    error = error if isinstance(error, dict) else {}
    code = str(error.get("title", ""))[:40]
    means = meaning(code, str(error.get("detail", ""))[:300])
    bad = REPORTS[said] in (Report.REJECTED, Report.UNDELIVERED)
    carrier_id, ref = ids.usable(payload.get("message_uuid")), _ref(payload.get("client_ref"))
    if not carrier_id and not ref:
        raise BadWebhook("neither message_uuid nor client_ref says which message it is about")
    return StatusReport(
        carrier_id=carrier_id,
        ref=ref,
        report=REPORTS[said],
        code=code,
        sentence=means.sentence if bad else "",
        opted_out=bad and means.opted_out,
        pause=bad and means.pause,
    )


def inbound(payload: dict[str, Any]) -> InboundSms:
    """An inbound message, whatever its id is. Vonage leaves the plus sign away. Raises BadWebhook."""
    if payload.get("channel", "sms") != "sms":
        raise BadWebhook("only the channel sms is handled")
    text = payload.get("text", "")
    if not isinstance(text, str):
        raise BadWebhook("text is not a string")
    return InboundSms(
        carrier_id=ids.usable(payload.get("message_uuid")),
        sender=_phone(payload, "from"),
        to=_phone(payload, "to"),
        text=text[:LONGEST_TEXT],
        at=_time(payload.get("timestamp")),
    )


def _ref(given: object) -> str:
    return given if isinstance(given, str) and len(given) <= LONGEST_REF else ""


def _text(payload: dict[str, Any], name: str, limit: int) -> str:
    value = payload.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise BadWebhook(f"{name} is missing or not usable")
    return value


def _not_json(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _phone(payload: dict[str, Any], name: str) -> str:
    """Digits become E.164; an alphanumeric or short sender stays as it is."""
    value = _text(payload, name, 16).removeprefix("+")
    if not (value.isascii() and value.isdigit() and len(value) > LONGEST_SHORT_CODE):
        return value
    if len(value) > LONGEST_E164:
        raise BadWebhook(f"{name} has too many digits")
    return f"+{value}"


def _time(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.now(UTC)
