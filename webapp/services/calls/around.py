"""What a batch's calls say besides its own words: before them, and after those that a voicemail gets."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.rules.callflow import machines
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.speakable import speakable
from webapp.rules.callflow.speaking import greeting
from webapp.rules.callflow.state import State
from webapp.services import settings
from webapp.services.calls import scripts, sentences

NO_NAME = "your team"
"""In the place of who calls, as long as neither a number nor a name for the team is chosen."""


@dataclass(frozen=True)
class Around:
    """Sentences, "" for none. `first`: before the first message; `after`: at the end of what is left."""

    first: str
    after: str


def of(batch: Batch, content: CallContent, phone: str, voicemail: str) -> Around:
    """For the row with this phone, which would get this on a voicemail."""
    script = Script(
        team=_team(batch),
        first_message=content.message,
        language=content.language,
        disclose=scripts.says_automated(phone),
        recorded=content.record,
        voicemail_message=voicemail,
        takes_texts=batch.number is not None and batch.number.can(Channel.SMS),
        texts=sentences.own(),
    )
    first = " ".join(greeting(script, State())[:-1])
    left = machines.left(script, State()) if voicemail.strip() else ""
    return Around(first, left.removeprefix(speakable(voicemail)).strip())


def _team(batch: Batch) -> str:
    if batch.number is not None:
        return scripts.team(batch.number)
    return str(settings.get("team_name")).strip() or NO_NAME
