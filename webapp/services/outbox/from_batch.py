"""Claiming recipients of a batch: they become `sending`, and their messages are written, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import ceil
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from webapp.bulk import execute_core
from webapp.channels import registry as channels
from webapp.channels.base import Bound, Said
from webapp.db import inline_literal, now
from webapp.models.batch import Batch
from webapp.models.entry import Entry, Origin
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.rules import person_names, placeholders
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.outbox import batch_pace, slots, waiting
from webapp.services.outbox.claimed_entry import ClaimedEntry, Sender
from webapp.services.recipients import moving
from webapp.services.threads import opening
from webapp.services.threads.enqueue import new_ref


@cache
def _next_of(channel: str) -> Select[int, str | None, list[str], int]:
    """`most` of a `batch` of `number`. It is held, and with it everyone in it: see services/row_locks."""
    query = select(Recipient.id, Recipient.phone, Recipient.cells, Recipient.attempt).where(
        Recipient.batch_id == bindparam("batch"),
        Recipient.status == S.QUEUED,
        Recipient.phone.is_not(None),
    )
    kind = channels.of(channel)
    if kind.one_at_a_time:
        on_its_way = select(Entry.phone).where(Entry.state == inline_literal("sending"))
        on_its_way = on_its_way.where(Entry.kind == kind.kind, Entry.number_id == bindparam("number"))
        query = query.where(Recipient.phone.not_in(on_its_way))
    if kind.lasts:
        query = query.where(Recipient.phone.not_in(slots.busy()))
    return query.order_by(Recipient.row_no).limit(bindparam("most"))


class Due(NamedTuple):
    """A recipient whose turn it is. `attempts`: how often they have been tried before."""

    batch: Batch
    id: int
    phone: str
    cells: list[str]
    attempts: int


class Look(NamedTuple):
    """Whom a claim looks at: `only` these recipients, and others `ahead` of their turn."""

    only: Sequence[int] | None
    ahead: bool


class Draft(NamedTuple):
    """A message about to be written."""

    due: Due
    thread_id: int
    said: Said
    client_ref: str

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def units(self) -> int:
        return self.said.units

    @property
    def content(self) -> Any:
        """Its batch's."""
        return self.due.batch.content

    @property
    def phone(self) -> str:
        return self.due.phone


def claim(
    number: Sender,
    batches: Sequence[Batch],
    limit: int,
    *,
    only: Sequence[int] | None = None,
    ahead: bool = True,
    but_for: Iterable[str] = (),
) -> list[ClaimedEntry]:
    """Claim the next `limit` recipients of running batches, fairly among them, that the gate lets through.

    `only`: none but these recipients. `ahead`: where one waits for their hours, others behind them are asked
    about as well. `but_for`: none of these phones.

    Their messages are written together, so that their conversations are locked in order. Until then the gate
    does not know of them: a person who is in two batches waits in the second for the next claim.
    """
    look = Look(only, ahead and only is None)
    taken: list[Due] = []
    for position, batch in enumerate(batches):
        share = _share(batch, ceil((limit - len(taken)) / (len(batches) - position)))
        if share > 0 or only is not None:
            found = _take(number, batch, share, {*but_for, *(one.phone for one in taken)}, look)
            taken += found
            _count(batch, len(found))
    return _write(number, _drafts(number, taken)) if taken else []


def _share(batch: Batch, room: int) -> int:
    """How many of a batch's may be claimed: it may be slower than its number, and have fewer open at once."""
    if not channels.of(batch.channel).lasts:
        return room
    room = batch_pace.room(batch, batch.content.pace, room)
    return slots.left_of(batch.id, batch.content.at_once, room) if room > 0 else 0


def _count(batch: Batch, started: int) -> None:
    if channels.of(batch.channel).lasts:
        batch_pace.started(batch, batch.content.pace, started)


def _take(number: Sender, batch: Batch, limit: int, but_for: set[str], look: Look) -> list[Due]:
    waiting.release(batch)
    allowed = _allowed(batch, _next(number, batch, limit, look), look)
    first_of_each = {one.phone: one for one in reversed(allowed)}
    due = [one for one in reversed(first_of_each.values()) if one.phone not in but_for]
    claimed = moving.claim([one.id for one in due])
    return [one for one in due if one.id in claimed]


def _next(number: Sender, batch: Batch, limit: int, look: Look) -> list[Due]:
    query = _next_of(number.channel)
    query = query if look.only is None else query.where(Recipient.id.in_(look.only))
    found = execute_core(query, {"batch": batch.id, "number": number.id, "most": limit, "at": now()})
    return [Due(batch, row.id, row.phone, row.cells, row.attempt) for row in found]


def _allowed(batch: Batch, due: list[Due], look: Look) -> list[Due]:
    """Those that the gate lets through; the others are skipped with its word, or wait for their hours."""
    asking = Asking(Origin.BATCH, batch.channel, batch)
    verdicts = gate.refusals([one.phone for one in due], asking)
    refused = {one.id: verdicts[one.phone] for one in due if one.phone in verdicts}
    _skip({key: verdict for key, verdict in refused.items() if verdict.until is None})
    waiting.park(batch, refused)
    if look.ahead and any(verdict.until for verdict in refused.values()):
        waiting.park_ahead(batch, asking)
    return [one for one in due if one.id not in refused]


def _skip(refused: Mapping[int, Verdict]) -> None:
    skipped: dict[str, list[int]] = defaultdict(list)
    for recipient_id, verdict in refused.items():
        skipped[verdict.short].append(recipient_id)
    for why, ids in skipped.items():
        moving.move(ids, S.QUEUED, S.SKIPPED, skip_reason=why)


def _drafts(number: Sender, due: list[Due]) -> list[Draft]:
    called = {one.phone: person_names.of(one.cells, one.batch.name_columns) for one in due}
    said = [_bound(one.batch).say(one.cells) for one in due]
    texts = {one.phone: what.text for one, what in zip(due, said, strict=True)}
    opened = opening.speak(number.id, texts, called)
    return [Draft(one, opened[one.phone], what, new_ref()) for one, what in zip(due, said, strict=True)]


def render_blank(batch: Batch) -> str:
    """What a row without any cells would get: raises when the batch itself cannot be worked."""
    person_names.of([], batch.name_columns)
    return _bound(batch).say([]).text


def _bound(batch: Batch) -> Bound:
    return channels.of(batch.channel).bind(batch.content, batch.columns)


def _lasting(draft: Draft) -> dict[str, Any]:
    """What else is written of an entry that lasts."""
    batch, cells = draft.due.batch, draft.due.cells
    context = placeholders.fill(batch.context, batch.columns, cells)
    return {"attempt": draft.due.attempts + 1, "voicemail": draft.said.voicemail, "context": context}


def _write(number: Sender, drafts: list[Draft]) -> list[ClaimedEntry]:
    channel = channels.of(number.channel)
    written = [
        {"thread": one.thread_id, "recipient": one.due.id, "phone": one.due.phone, "text": one.text,
         "units": one.units, "ref": one.client_ref, "batch": one.due.batch.id,
         "user": one.due.batch.created_by} | (_lasting(one) if channel.lasts else {})
        for one in drafts
    ]  # fmt: skip
    ids = channel.write(written, {"number": number.id, "carrier": number.carrier, "at": now()})
    return [
        ClaimedEntry(
            entry_id=ids[draft.client_ref],
            lane=number.lane,
            recipient_id=draft.due.id,
            batch_id=draft.due.batch.id,
            carrier=number.carrier,
            units=draft.units,
            order=channel.order(draft, number.e164),
        )
        for draft in drafts
    ]
