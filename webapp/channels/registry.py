"""The channels: one line each."""

from __future__ import annotations

from webapp.channels.base import ChannelKind
from webapp.channels.call import Calls
from webapp.channels.sms import Sms
from webapp.models.channel import Channel

CHANNELS: dict[str, ChannelKind] = {Channel.SMS: Sms(), Channel.CALL: Calls()}


def of(channel: str) -> ChannelKind:
    """Raises KeyError for a channel that is not known here."""
    return CHANNELS[channel]
