"""A second carrier, as small as one can be: it remembers what it was given, and believes one password."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from webapp.carriers.base import (
    BadWebhook,
    Cause,
    InboundMessage,
    MediaFault,
    MediaSource,
    Report,
    Sms,
    StatusReport,
    Told,
    Unverified,
    Webhook,
)
from webapp.config import Settings

PASSWORD = "Tiny secret"


class Tiny:
    """A CarrierKind and its own Connection."""

    word = "Tiny Telecom"

    def __init__(self) -> None:
        self.sent: list[Sms] = []

    def load(self) -> None: ...

    def connect(self, _: Settings) -> Tiny:
        return self

    def send(self, sms: Sms) -> str:
        self.sent.append(sms)
        return f"tiny-{len(self.sent)}"

    def close(self) -> None: ...

    def media(self, _: Settings) -> MediaSource:
        raise MediaFault("Tiny Telecom has no pictures.", permanent=True)

    def read(self, webhook: Webhook, _: Settings) -> Told:
        if webhook.authorization != PASSWORD:
            raise Unverified(Cause.SECRET)
        said = json.loads(webhook.body)
        if "delivered" in said:
            return Told(StatusReport(said["delivered"], "", Report.DELIVERED), said)
        if "text" not in said:
            raise BadWebhook("neither delivered nor text")
        return Told(
            InboundMessage(said["id"], said["from"], said["to"], said["text"], datetime.now(UTC)), said
        )
