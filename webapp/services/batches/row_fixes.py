"""One step that fixes many rows of a list at once: a longer message, or a word for empty cells."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import select

from webapp.channels import registry as channels
from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.rules import placeholders
from webapp.services.batches import drafts, rewriting

LOOKED_AT = 1_000
"""Faulty rows that are looked at; what further ones need is offered after the next check."""
LONGEST_FALLBACK = 100
TOO_LONG, MISSING = "message.too_long", "message.missing"


class Fill(NamedTuple):
    """Rows whose cell is empty in the column at `column`, for which the message has no fallback."""

    column: int
    name: str
    rows: int


class RowFixes(NamedTuple):
    """`too_long`: rows whose message is longer than allowed; `segments` would do for them, 0: none would."""

    too_long: int
    segments: int
    fills: list[Fill]


def offered(batch: Batch) -> RowFixes:
    """What would help the faulty rows of a batch."""
    query = (
        select(Recipient.faults, Recipient.cells)
        .where(Recipient.batch_id == batch.id, Recipient.status == RecipientStatus.FAULTY)
        .order_by(Recipient.row_no)
        .limit(LOOKED_AT)
    )
    rows = [(faults or [], cells) for faults, cells in db.session.execute(query).all()]
    content = channels.of(batch.channel).bind(batch.content, batch.columns)
    long = [content.say(cells).units for faults, cells in rows if any(one[0] == TOO_LONG for one in faults)]
    enough = [units for units in long if units <= drafts.MOST_SEGMENTS]
    empty = Counter(one[1] for faults, _ in rows for one in faults if one[0] == MISSING)
    return RowFixes(len(long), max(enough, default=0), _fills(batch, empty))


def allow(batch: Batch, segments: int, user_id: int) -> None:
    """Let a text have so many segments, and check the list again. Raises Fault."""
    if batch.channel != Channel.SMS:
        raise Fault("This batch sends no messages.", "segments")
    drafts.write(batch, batch.content.words, segments, user_id)


def fill(batch: Batch, column: int, fallback: str, user_id: int) -> None:
    """Give the placeholders of a column a fallback, and check the list again. Raises Fault."""
    fallback = fallback.strip()
    if not fallback:
        raise Fault("Write the word that stands where the cell is empty.", "fallback")
    if len(fallback) > LONGEST_FALLBACK or "{" in fallback or "}" in fallback:
        raise Fault(f"Write at most {LONGEST_FALLBACK} characters, without braces.", "fallback")
    text = placeholders.with_fallback(batch.content.words, batch.columns, column, fallback)
    rewriting.rewrite(batch, text, user_id)


def _fills(batch: Batch, empty: Counter[int | None]) -> list[Fill]:
    """Of the columns that the message itself names; what else is said is changed where it is written."""
    bound = placeholders.Template.parse(batch.content.words).bind(batch.columns)
    named = dict.fromkeys(index for index in bound.indexes if index is not None and index in empty)
    return [Fill(index, batch.columns[index], empty[index]) for index in named]
