"""Claiming recipients of a batch: they become `sending`, and their messages are written, in bulk."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from webapp.db import UtcDateTime, direct, now
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.models.thread import Direction, Message, MessageState, Origin, Thread
from webapp.rules import segments
from webapp.rules.placeholders import Bound, Template
from webapp.services import gate, names, recipients, threads
from webapp.services.outbox.parcels import Line, Parcel, compose
from webapp.services.outbox.put import new_ref

NEXT = (
    select(Recipient.id, Recipient.phone, Recipient.cells)
    .where(
        Recipient.batch_id == bindparam("batch"),
        Recipient.status == S.QUEUED,
        Recipient.phone.is_not(None),
    )
    .order_by(Recipient.row_no)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
WRITE = insert(Message).returning(Message.client_ref, Message.id)
SHOW = (
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(
        last_at=bindparam("at", type_=UtcDateTime()),
        last_text=bindparam("said"),
        last_direction="out",
        revision=Thread.revision + 1,
    )
)


class Due(NamedTuple):
    """A recipient whose turn it is."""

    id: int
    phone: str
    cells: list[str]


class Draft(NamedTuple):
    """A message about to be written."""

    due: Due
    thread_id: int
    text: str
    segments: int
    ref: str


def claim(number: Line, batch: Batch, limit: int) -> list[Parcel]:
    """Claim the next `limit` recipients of a running batch that the gate lets through."""
    due = _allowed(_next(batch, limit))
    claimed = recipients.claim([one.id for one in due])
    drafts = _drafts(number, batch, [one for one in due if one.id in claimed])
    return _write(number, batch, drafts) if drafts else []


def _next(batch: Batch, limit: int) -> list[Due]:
    rows = direct(NEXT, {"batch": batch.id, "most": limit})
    return [Due(row.id, row.phone, row.cells) for row in rows]


def _allowed(due: list[Due]) -> list[Due]:
    """Those that the gate lets through; the others are skipped with its word."""
    refused = gate.refusals([one.phone for one in due], Origin.BATCH)
    skipped: dict[str, list[int]] = defaultdict(list)
    for one in due:
        if one.phone in refused:
            skipped[refused[one.phone].short].append(one.id)
    for why, ids in skipped.items():
        recipients.move(ids, S.QUEUED, S.SKIPPED, skip_reason=why)
    return [one for one in due if one.phone not in refused]


def _drafts(number: Line, batch: Batch, due: list[Due]) -> list[Draft]:
    bound = _bound(batch.message, tuple(batch.columns))
    called = {one.phone: names.of(batch.columns, one.cells) for one in due}
    opened = threads.open_many(number.id, [one.phone for one in due], called)
    texts = [bound.render(one.cells).text for one in due]
    return [
        Draft(one, opened[one.phone], text, segments.measure(text).segments, new_ref())
        for one, text in zip(due, texts, strict=True)
    ]


@lru_cache(maxsize=64)
def _bound(message: str, columns: tuple[str, ...]) -> Bound:
    return Template.parse(message).bind(columns)


def _write(number: Line, batch: Batch, drafts: list[Draft]) -> list[Parcel]:
    rows = [_row(number, batch, draft) for draft in drafts]
    ids = {row.client_ref: row.id for row in direct(WRITE, rows)}
    _show_in_threads(drafts)
    return [
        Parcel(
            message_id=ids[draft.ref],
            number_id=number.id,
            recipient_id=draft.due.id,
            batch_id=batch.id,
            segments=draft.segments,
            sms=compose(number.e164, draft.due.phone, draft.text, draft.ref),
        )
        for draft in drafts
    ]


def _row(number: Line, batch: Batch, draft: Draft) -> dict[str, object]:
    moment = now()
    return {
        "thread_id": draft.thread_id,
        "number_id": number.id,
        "phone": draft.due.phone,
        "direction": Direction.OUT,
        "state": MessageState.SENDING,
        "origin": Origin.BATCH,
        "text": draft.text,
        "segments": draft.segments,
        "user_id": batch.created_by,
        "batch_id": batch.id,
        "recipient_id": draft.due.id,
        "client_ref": draft.ref,
        "created_at": moment,
        "claimed_at": moment,
    }


def _show_in_threads(drafts: list[Draft]) -> None:
    moment = now()
    rows = [{"thread": one.thread_id, "said": threads.preview(one.text), "at": moment} for one in drafts]
    direct(SHOW, rows)
