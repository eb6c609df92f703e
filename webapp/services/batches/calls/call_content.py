"""What a batch of calls says, and how its calls are placed."""

from __future__ import annotations

from webapp.channels import registry as channels
from webapp.channels.call_about import LANGUAGES, RETRY_ON
from webapp.errors import Conflict, Fault, Gather
from webapp.models.batch import Batch
from webapp.models.call import LONGEST_CALL, LONGEST_RING, OnMachine, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.number_service import NumberService
from webapp.services.batches import drafts

MOST_RETRIES, LONGEST_WAIT = 10, 7 * 24 * 60
SLOWEST, FASTEST, MOST_AT_ONCE = 0.01, 30.0, 1000
"""Starts a second, and calls at once."""


def write(batch: Batch, wanted: CallContent, user_id: int | None = None) -> None:
    """Set it, and check the list against it. Raises Faults that name the fields."""
    drafts.must_be_draft(batch)
    if batch.channel != Channel.CALL:
        raise Conflict("This is no batch of calls.")
    faults = Gather()
    for name, least, most in (
        ("ring_seconds", 5, LONGEST_RING),
        ("longest_seconds", 5, LONGEST_CALL),
        ("retries", 0, MOST_RETRIES),
        ("retry_minutes", 1, LONGEST_WAIT),
    ):
        with faults:
            _within(name, getattr(wanted, name), least, most)
    for check in (_chosen, _again):
        with faults:
            check(wanted)
    for told in (_at_once, _pace, _said):
        with faults:
            told(batch, wanted)
    faults.settle()
    batch.revision += 1
    drafts.set_content(batch, wanted, user_id)


def of_number(batch: Batch) -> NumberService | None:
    """The calls of its number: how many at once, and how many starts a second."""
    return batch.number.services.get(Channel.CALL) if batch.number else None


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Fault(f"This is a whole number from {least} to {most:,}.", name)


def _chosen(wanted: CallContent) -> None:
    if wanted.language not in LANGUAGES:
        raise Fault("Choose a language from the list.", "language")
    if wanted.voicemail not in set(OnVoicemail):
        raise Fault("Choose what is done from the list.", "voicemail")
    for name in ("screening", "menu"):
        if getattr(wanted, name) not in set(OnMachine):
            raise Fault("Choose what is done from the list.", name)


def _again(wanted: CallContent) -> None:
    if not set(wanted.retry_on) <= set(RETRY_ON):
        raise Fault("Choose after what from the list.", "retry_on")
    if wanted.retries and not wanted.retry_on and wanted.voicemail != OnVoicemail.RETRY:
        raise Fault("Choose after what they are called again, or call no one again.", "retry_on")


def _at_once(batch: Batch, wanted: CallContent) -> None:
    """A batch may be slower than its number, never faster."""
    service = of_number(batch)
    most = (service.at_once if service else None) or MOST_AT_ONCE
    if wanted.at_once is not None and not 1 <= wanted.at_once <= most:
        raise Fault(f"This is a whole number from 1 to {most:,}, as its number has at once.", "at_once")


def _pace(batch: Batch, wanted: CallContent) -> None:
    service = of_number(batch)
    fastest = (service.pace if service else None) or FASTEST
    if wanted.pace is not None and not SLOWEST <= wanted.pace <= fastest:
        sentence = f"This is a number from {SLOWEST:g} to {fastest:g}, the pace of its number."
        raise Fault(sentence, "pace")


def _said(batch: Batch, wanted: CallContent) -> None:
    found = channels.of(Channel.CALL).bind(wanted, batch.columns).faults
    if found:
        missing = wanted.message.strip() and not wanted.voicemail_message.strip()
        leaves = wanted.voicemail == OnVoicemail.MESSAGE
        raise Fault(" ".join(found), "voicemail_message" if missing and leaves else "message")
