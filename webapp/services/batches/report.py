"""Reports as CSV: the original columns, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from webapp.bulk import cached_statement, in_param
from webapp.channels import registry as channels
from webapp.channels.base import ChannelKind
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.entry import Entry
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import consent, listing
from webapp.services.batches.replies import conversations, replies
from webapp.services.csv_lines import line

ENDING = (
    "status", "reason", "attempts", "changed_at", "replied_at", "reply", "reply_kind", "opted_out_at",
    "consent",
)  # fmt: skip
"""Those of the channel follow: see ChannelKind.report_columns."""


def whole(batch: Batch) -> Iterator[str]:
    """The report of a batch, line by line."""
    kind = channels.of(batch.channel)
    talked = conversations.COLUMNS if kind.lasts else ()
    yield line(["row", *batch.columns, *ENDING, *kind.report_columns, *talked])
    stated = consent.words(batch)
    for rows in listing.portions(batch.id):
        wrote, entries = replies.of(rows), latest(kind, rows)
        came = conversations.of(entries) if talked else {}
        for one in rows:
            reply = [wrote.get(one.id, ""), one.reply_kind or ""]
            ending = [*_became(one), *reply, _time(one.opted_out_at), stated]
            own = kind.report(entries.get(one.id))
            of_talk = came.get(one.id, ("",) * len(talked))
            yield line([str(one.row_no), *_cells(batch, one), *ending, *own, *of_talk])


def faulty(batch: Batch) -> Iterator[str]:
    """The rows that must be fixed, with what is wrong: fix them, and upload the file again.

    Cells beyond the columns come last: where a comma has moved them there, one may be the phone.
    """
    yield line([*batch.columns, "what is wrong"])
    for one in listing.every(batch.id, RecipientStatus.FAULTY):
        yield line([*_cells(batch, one), _reason(one), *one.cells[len(batch.columns) :]])


def latest(kind: ChannelKind, rows: Sequence[Recipient]) -> dict[int, Any]:
    """The latest entry of each recipient, by recipient, where the channel has columns of its own."""
    if not kind.report_columns:
        return {}
    found = db.session.scalars(_latest_of(kind.entry), {"recipients": [one.id for one in rows]})
    return {one.recipient_id: one for one in found if one.recipient_id}


@cached_statement
def _latest_of(entry: type[Entry]) -> Select[Any]:
    last = select(func.max(entry.id)).where(entry.recipient_id == Recipient.id).correlate(Recipient)
    wanted = in_param(Recipient.id, "recipients")
    return select(entry).join(Recipient, entry.id == last.scalar_subquery()).where(wanted)


def _became(one: Recipient) -> list[str]:
    return [one.status, _reason(one), str(one.attempt), _time(one.changed_at), _time(one.replied_at)]


def _cells(batch: Batch, one: Recipient) -> list[str]:
    """As many as there are columns, whatever the row had."""
    count = len(batch.columns)
    return [*one.cells[:count], *[""] * (count - len(one.cells))]


def _reason(one: Recipient) -> str:
    told = [one.skip_reason, one.reason, *[str(fault[2]) for fault in one.faults or []]]
    return " ".join(filter(None, told))


def _time(moment: object) -> str:
    return moment.isoformat(timespec="seconds") if hasattr(moment, "isoformat") else ""
