"""Vonage as a carrier: its client, its media, its webhooks, its calls."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from webapp.carriers.account import Account
from webapp.carriers.base import Cause, Connection, MediaSource, Told, Unverified, Webhook
from webapp.carriers.calls import CallControl, CallLine
from webapp.carriers.vonage import call_events, inbound, ncco, ncco_legs, sms_api, turns, webhooks
from webapp.carriers.vonage.ncco import Line
from webapp.config import Settings, VonageSettings
from webapp.rules import public_url
from webapp.rules.callflow.commands import OF_STAFF, Command
from webapp.rules.media import LARGEST_RECORDING

BEARER = "bearer "
MUSIC = "/static/audio/waiting.mp3"
"""In the one format that Vonage plays to who waits in a conversation."""


TO_LOOK = (
    "VONAGE_API_SECRET is not set. It stands beside the API key in Vonage’s dashboard, under API settings, "
    "and is needed only to set up the account."
)


class Vonage:
    """The simulator speaks the same wire, and is reached by the same class."""

    word = "Vonage"

    def load(self) -> None:
        """The SDK takes 40 MB and most of a second; the web does without it."""
        importlib.import_module("webapp.carriers.vonage.client")

    def connect(self, settings: Settings) -> Connection:
        from webapp.carriers.vonage.client import VonageCarrier  # the SDK takes 40 MB, and jobs alone send

        return VonageCarrier(settings.vonage, settings.public_url)

    def calls(self, settings: Settings) -> CallControl:
        from webapp.carriers.vonage.client import VonageCarrier

        return VonageCarrier(settings.vonage, settings.public_url)

    def speak(self, commands: Sequence[Command], line: CallLine, settings: Settings) -> Any:
        music = f"{settings.public_url}{MUSIC}" if line.music else ""
        url = turns.address(settings, line.ref)
        spoken = Line(url, line.ref, line.language, line.country, music, texts=line.texts)
        for command in commands:
            if isinstance(command, OF_STAFF):
                return ncco_legs.write(command, line.turn, spoken)
        return ncco.write(commands, line.turn, spoken)

    def media(self, settings: Settings) -> MediaSource:
        from webapp.carriers.vonage.media import VonageMedia

        return VonageMedia(settings.vonage, simulated=settings.simulator_url is not None)

    def recordings(self, settings: Settings) -> MediaSource:
        from webapp.carriers.vonage.media import WHOLE_RECORDING_SECONDS, VonageMedia

        bounds: dict[str, Any] = {"largest": LARGEST_RECORDING, "seconds": WHOLE_RECORDING_SECONDS}
        return VonageMedia(settings.vonage, simulated=settings.simulator_url is not None, **bounds)

    def account_missing(self, settings: Settings) -> list[str]:
        missing = [] if settings.vonage.api_secret else [TO_LOOK]
        wrong = public_url.fault(settings.public_url)
        return [*missing, f"OUTBOUND_PUBLIC_URL {wrong}"] if wrong else missing

    def account(self, settings: Settings) -> Account:
        from webapp.carriers.vonage.account import VonageAccount

        return VonageAccount(settings.vonage, settings.public_url)

    def read(self, webhook: Webhook, settings: Settings) -> Told:
        """What it says, whichever of the addresses it came to: they may have been exchanged."""
        payload = _verified(webhook, settings.vonage)
        if webhook.kind == "turn":
            return Told(turns.read(payload, webhook, settings), payload)
        if call_events.is_of_call(payload, webhook.kind):
            return Told(call_events.read(payload, webhook), payload)
        is_text = "status" not in payload and not payload.keys().isdisjoint(_OF_TEXTS)
        if is_text or ("status" not in payload and webhook.kind == "inbound"):
            return Told(replace(inbound.inbound(payload), part=sms_api.part(payload)), payload)
        return Told(webhooks.status(payload), payload)


_OF_TEXTS = ("text", "message", "message_type")


def _verified(webhook: Webhook, vonage: VonageSettings) -> dict[str, Any]:
    """The payload, once it is certain that our account says it, as the Messages API puts it."""
    if webhook.kind == "answer" and not webhook.body and _is_signed(webhook):
        return _asked_by_get(webhook, vonage)
    if webhook.mimetype != "application/json" or not _is_signed(webhook):
        return _of_the_sms_api(webhook, vonage)
    webhooks.verify(webhook.authorization, webhook.body, vonage)
    payload = webhooks.parse(webhook.body)
    fields = sms_api.fields(payload) if "msisdn" in payload else None
    return payload if fields is None else sms_api.as_messages(fields)


def _asked_by_get(webhook: Webhook, vonage: VonageSettings) -> dict[str, Any]:
    """Someone calls us, and the application asks with GET, as it does unless it is told otherwise.

    Nothing but the question is believed of it: events come with a body.
    """
    webhooks.verify_query(webhook.authorization, vonage)
    return call_events.question(webhook.query)


def _of_the_sms_api(webhook: Webhook, vonage: VonageSettings) -> dict[str, Any]:
    """In the form of the account's other API, whose signature is a field; or not signed at all."""
    fields = sms_api.read(webhook.query, webhook.mimetype, webhook.body)
    if _is_signed(webhook):
        webhooks.verify(webhook.authorization, webhook.body, vonage)
    elif fields is None:
        raise Unverified(Cause.UNSIGNED)
    else:
        sms_api.verify(fields, vonage)
        webhooks.must_be_of_late(sms_api.signed_at(fields))
    return webhooks.parse(webhook.body) if fields is None else sms_api.as_messages(fields)


def _is_signed(webhook: Webhook) -> bool:
    return webhook.authorization[: len(BEARER)].lower() == BEARER
