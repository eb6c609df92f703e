"""How long the calls of a batch last: an estimate before any is placed, from what the first rows hear."""

from __future__ import annotations

from math import ceil

from webapp.channels import registry as channels
from webapp.models.batch import Batch
from webapp.services.batches import listing
from webapp.services.batches.replies import reply_handling

SURVEYED = 200
"""Rows that are tried out."""
TALK = 60
"""Seconds of a conversation with an agent, beside what is said first."""
RINGING = 15
"""Seconds until someone picks up."""


def of(batch: Batch) -> int | None:
    """Minutes of all its calls, if everyone picks up; None on channels where nothing is said aloud."""
    if not channels.of(batch.channel).lasts:
        return None
    return ceil(batch.units_total * seconds(batch) / 60)


def seconds(batch: Batch) -> float:
    """Of one call that is picked up, on average."""
    kind = channels.of(batch.channel)
    bound = kind.bind(batch.content, batch.columns)
    said = [kind.seconds(bound.say(cells).text) for _, cells in listing.first_rows(batch.id, SURVEYED)]
    talk = TALK if reply_handling.of(batch).agent else 0
    return (sum(said) / len(said) if said else kind.seconds(batch.content.words)) + talk


def slot(batch: Batch) -> float:
    """Seconds for which one call takes a slot of its number, on average."""
    return seconds(batch) + RINGING
