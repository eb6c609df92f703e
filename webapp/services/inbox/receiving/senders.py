"""Which contact wrote."""

from __future__ import annotations

from dataclasses import replace

from webapp.carriers.base import InboundMessage
from webapp.services.threads import senders


def resolved(sms: InboundMessage) -> InboundMessage:
    """With its sender as lists have it."""
    sender = senders.phone_of(sms.sender, sms.to)
    return sms if sender == sms.sender else replace(sms, sender=sender)
