"""What still keeps a batch from being sent, and the last look before it is."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.channels import registry as channels
from webapp.errors import Conflict
from webapp.models.batch import Batch
from webapp.models.recipient import RecipientStatus
from webapp.models.work import Work
from webapp.services.recipients import tallies

LIST, CHECK = "recipients", "check"
"""The steps at which a draft may be, beside that of its content (channels.base.Step)."""


@dataclass(frozen=True)
class Obstacle:
    """One thing to do first, in a sentence, and the step at which it is done."""

    step: str
    sentence: str


@dataclass(frozen=True)
class Seen:
    """What a person had before their eyes when they decided: the batch's revision, the rows left out."""

    revision: int
    left_out: int


def obstacles(batch: Batch) -> list[Obstacle]:
    """Everything that has to be done before the batch can be sent, in the order of the steps."""
    return [*_of_list(batch), *_of_content(batch)] or _of_check(batch)


def step(batch: Batch) -> str:
    """The step at which a draft is."""
    if batch.reading != Work.DONE or _of_list(batch):
        return LIST
    return channels.of(batch.channel).step.name if _of_content(batch) else CHECK


def must_be_ready(batch: Batch) -> None:
    """Raises Conflict with the first obstacle."""
    for obstacle in obstacles(batch):
        raise Conflict(obstacle.sentence)


def must_be_as_seen(batch: Batch, seen: Seen) -> None:
    """Raises Conflict when something has changed since the person decided."""
    left_out = tallies.counts(batch.id).get(RecipientStatus.FAULTY, 0)
    if (batch.revision, left_out) != (seen.revision, seen.left_out):
        raise Conflict("This batch has changed since you looked at it. Look again, then decide.")


def _of_list(batch: Batch) -> list[Obstacle]:
    found = []
    if batch.reading == Work.NONE:
        found.append("Upload a list of recipients.")
    elif batch.reading == Work.FAILED:
        found.append(f"The list could not be read: {batch.reading_fault}")
    elif batch.reading != Work.DONE:
        found.append("The list is still being read.")
    elif batch.phone_column is None:
        found.append("Say which column holds the phone numbers.")
    if batch.number is None or not batch.number.can(batch.channel):
        found.append(channels.of(batch.channel).words.choose_sender)
    if batch.reading == Work.DONE and batch.consent is None:
        found.append("Say where the consent of these people comes from.")
    return [Obstacle(LIST, sentence) for sentence in found]


def _of_content(batch: Batch) -> list[Obstacle]:
    channel = channels.of(batch.channel)
    faults = channel.bind(batch.content, batch.columns).faults
    return [Obstacle(channel.step.name, sentence) for sentence in faults]


def _of_check(batch: Batch) -> list[Obstacle]:
    if batch.checking == Work.FAILED:
        return [Obstacle(CHECK, f"The check could not be finished: {batch.checking_fault}")]
    if batch.checking != Work.DONE:
        return [Obstacle(CHECK, "The list has not been checked yet.")]
    if not tallies.counts(batch.id).get(RecipientStatus.QUEUED):
        return [Obstacle(CHECK, channels.of(batch.channel).words.no_one)]
    return []
