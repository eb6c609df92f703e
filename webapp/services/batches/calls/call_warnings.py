"""What people would stumble over in a call: said while it is written, and in the check, and never refused."""

from __future__ import annotations

import re

from webapp.channels import registry as channels
from webapp.models.batch import Batch
from webapp.models.call import OnVoicemail
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.rules import placeholders, spoken_opening
from webapp.rules.phones import phone
from webapp.services import settings
from webapp.services.batches.replies import reply_handling

NO_CALLER = (
    "It does not say who calls. Begin with “this is”, and your name or your team’s: in many countries "
    "that is the law, and not every call says it by itself."
)
NO_LISTENER = (
    "It asks something, and no agent listens: the call says its message, and ends. Choose an agent, or say "
    "how you can be reached."
)
NO_NAME = (
    "Your team has no name yet: they hear “{}” as who calls. An admin gives it one under Settings, Team name."
)
ASKS = re.compile("[?\uff1f\u061f]")
"""A question mark: Latin, full-width, Arabic."""


def of(batch: Batch, content: CallContent, context: str | None = None) -> list[str]:
    """In sentences, the weightiest first. Nothing as long as nothing is written.

    `context`: as it is being typed; None: that of the batch, whose agent is chosen by then.
    """
    if not content.message.strip():
        return []
    kind = channels.of(Channel.CALL)
    heard = spoken_opening.read(
        content.message, settings.get("team_name") or "", content.language, kind.seconds(content.message)
    )
    return [
        *([] if heard.caller else [NO_CALLER]),
        *heard.oddities,
        *([NO_LISTENER] if context is None and _asks_in_vain(batch, content) else []),
        *_of_voicemail(content),
        *_of_context(batch, batch.context if context is None else context),
        *of_name(batch),
    ]


def of_name(batch: Batch) -> list[str]:
    """Fixed in the settings, not in the batch.

    What a number is called in the team stands in for the name that is said by itself.
    """
    if batch.number is None or settings.get("team_name") or not settings.get("say_automated"):
        return []
    return [NO_NAME.format(batch.number.label.strip() or phone.pretty(batch.number.e164))]


def _asks_in_vain(batch: Batch, content: CallContent) -> bool:
    return bool(ASKS.search(content.message)) and reply_handling.of(batch).agent is None


def _of_voicemail(content: CallContent) -> list[str]:
    found = []
    if content.voicemail == OnVoicemail.MESSAGE:
        team, said = settings.get("team_name") or "", " ".join(content.voicemail_message.split())
        if said and not spoken_opening.caller(said, team, content.language):
            found.append("The message for voicemails does not say who called.")
        if content.retries and "voicemail" in content.retry_on:
            found.append("A voicemail gets the message, and is called again: it may get it several times.")
    if content.voicemail == OnVoicemail.RETRY and not content.retries:
        found.append("Voicemails are to be called again, but no one is called a second time.")
    return found


def _of_context(batch: Batch, context: str) -> list[str]:
    if not batch.columns:
        return []
    bound = placeholders.Template.parse(context).bind(batch.columns)
    return [f"Additional context: {fault.sentence}" for fault in bound.faults]
