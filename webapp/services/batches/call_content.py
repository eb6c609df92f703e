"""What a batch of calls says, and how its calls are placed."""

from __future__ import annotations

from webapp.channels import registry as channels
from webapp.errors import Conflict, Fault, Gather
from webapp.models.batch import Batch
from webapp.models.call import OnVoicemail
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.services.batches import drafts

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"}
LONGEST_RING, LONGEST_CALL = 120, 7200
"""Seconds that the carrier takes."""
MOST_RETRIES, LONGEST_WAIT = 10, 7 * 24 * 60


def write(batch: Batch, wanted: CallContent) -> None:
    """Set it, and check the list against it. Raises Faults that name the fields."""
    drafts.must_be_draft(batch)
    if batch.channel != Channel.CALL:
        raise Conflict("This is no batch of calls.")
    faults = Gather()
    for name, most in (("ring_seconds", LONGEST_RING), ("longest_seconds", LONGEST_CALL)):
        with faults:
            _within(name, getattr(wanted, name), 5, most)
    with faults:
        _within("retries", wanted.retries, 0, MOST_RETRIES)
    with faults:
        _within("retry_minutes", wanted.retry_minutes, 1, LONGEST_WAIT)
    with faults:
        _chosen(wanted)
    with faults:
        _said(batch, wanted)
    faults.settle()
    batch.content = wanted
    batch.revision += 1
    drafts.check_again(batch)


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Fault(f"This is a whole number from {least} to {most:,}.", name)


def _chosen(wanted: CallContent) -> None:
    if wanted.language not in LANGUAGES:
        raise Fault("Choose a language from the list.", "language")
    if wanted.voicemail not in set(OnVoicemail):
        raise Fault("Choose what is done from the list.", "voicemail")


def _said(batch: Batch, wanted: CallContent) -> None:
    found = channels.of(Channel.CALL).bind(wanted, batch.columns).faults
    if found:
        missing = wanted.message.strip() and not wanted.voicemail_message.strip()
        leaves = wanted.voicemail == OnVoicemail.MESSAGE
        raise Fault(" ".join(found), "voicemail_message" if missing and leaves else "message")
