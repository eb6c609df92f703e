"""Erasing someone: whatever says who they are and what was said goes, the opt-out stays.

What stays: the opt-out (phone, day, where it is known from), so that a later list meets it; the rows of
batches with their statuses, and the lines of the audit, without a word about the person.

Rows are locked in the order of services/row_locks; before them the imports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, or_, select, update

from webapp.bulk import execute_for, in_param
from webapp.db import db, enable_secure_delete, inline_literal, now
from webapp.errors import Conflict, Fault
from webapp.models.agent_turn import AgentTurn
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Kind
from webapp.models.hold import Hold
from webapp.models.message import MessageState
from webapp.models.opt_out import OptOut
from webapp.models.thread import Thread
from webapp.services import events
from webapp.services.agents.evals import evals
from webapp.services.media import recordings, store
from webapp.services.opt_outs import holds, in_flight
from webapp.services.privacy import (
    conditions,
    imports,
    rows,
    scheduled_texts,
    selections,
    signals,
    tasks,
    traces,
    workflows,
)
from webapp.services.privacy.traces import Traces
from webapp.services.webhooks import webhook_events
from webapp.services.workflows import samples

TYPED = 4
"""The last signs of the phone, which a person types to confirm."""
LATE = timedelta(days=7)
"""For which a carrier may report on what it was given."""
NOTED = 2
"""Of these, the audit keeps so many."""


@dataclass(frozen=True)
class Removed:
    """How much there was."""

    contact: bool
    conversations: int
    messages: int
    rows: int
    files: int
    webhooks: int
    lines: int
    opted_out: bool
    media: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.contact or self.messages or self.rows or self.webhooks or self.lines)


class _Entries(NamedTuple):
    """Ids."""

    messages: list[int]
    calls: list[int]


def must_be_confirmed(phone: str, typed: str) -> None:
    """Raises Fault that names the field."""
    if typed.strip() != phone[-TYPED:]:
        sentence = f"Type the last {TYPED} digits of the phone that is to be erased: {phone[-TYPED:]}."
        raise Fault(sentence, "confirm")


def erase(phone: str, found: Traces, user_id: int | None = None) -> Removed:
    """Erase all that is held on a phone. `found`: what `traces.look` has found shortly before.

    Raises Conflict while a message is on its way to them, a call with them goes on, someone has to decide
    whether they opted out, or a list is being read.
    """
    _must_be_decided(phone)
    rows.must_not_be_read_now()
    imports.must_not_be_read_now()
    enable_secure_delete()
    threads = list(db.session.scalars(traces.threads(phone)))
    _hold(phone, threads)
    found = traces.look_again(phone, found)
    listed = rows.lock(found.rows | set(db.session.scalars(traces.recipients(phone))))
    emptied = rows.erase(listed) + imports.erase(found.imported)
    files = (
        rows.forget_files({row.batch_id for row in listed}, traces.in_cells(phone)) + imports.forget_files()
    )
    _lock_conversations(phone, threads)
    messages, calls = _lock_entries(threads)  # with what came in until the threads were locked
    db.session.execute(delete(Hold).where(Hold.phone == phone))
    opted_out = _strip_opt_outs(phone)
    execute_for(delete(AgentTurn).where(in_param(AgentTurn.thread_id, "ids")), threads)
    in_flight.forget(messages)
    tasks.forget(threads)
    scheduled_texts.forget(threads)
    samples.forget(samples.about(traces.mentions(phone)))
    evals.forget(threads)
    signals.forget(phone)
    media = store.forget(messages) + recordings.forget(calls)
    webhook_events.erased(_told_of(threads))
    _delete_entries(threads)
    webhooks = webhook_events.forget(found.webhooks)
    lines = events.redact(found.events, traces.mentions(phone), traces.searched(phone))
    execute_for(delete(Thread).where(in_param(Thread.id, "ids")), threads)  # with what refers to them
    gone = db.session.execute(delete(Contact).where(Contact.phone == phone).returning(Contact.id)).all()
    db.session.expire_all()
    events.note("contact.erased", user_id=user_id, ends_in=phone[-NOTED:])
    return Removed(bool(gone), len(threads), len(messages), emptied, files, webhooks, lines, opted_out, media)


def _hold(phone: str, threads: Sequence[int]) -> None:
    """What comes before the rows of lists; what chose them by name or phone is forgotten on the way."""
    conditions.forget(phone)
    workflows.hold(phone)
    selections.forget(phone)
    tasks.hold(threads)
    _lock_entries(threads)


def _must_be_decided(phone: str) -> None:
    if holds.of(phone) is not None:
        raise Conflict(
            "They wrote what reads like an opt-out. Decide that first: once they are erased, no one can."
        )


def _lock_entries(threads: Sequence[int]) -> _Entries:
    """All their messages and calls. Raises Conflict while one is being sent, or a call goes on.

    What waits is not sent.
    """
    query = (
        select(Entry.id, Entry.kind, Entry.state)
        .where(in_param(Entry.thread_id, "threads"))
        .order_by(Entry.state == inline_literal("queued"), Entry.id)
        .with_for_update()
    )
    found = db.session.execute(query, {"threads": threads}).all()
    _must_not_be_on_the_phone(threads)
    if any(row.state == MessageState.SENDING for row in found):
        raise rows.on_its_way()
    return _Entries(
        [row.id for row in found if row.kind == Kind.SMS],
        [row.id for row in found if row.kind == Kind.CALL],
    )


def _must_not_be_on_the_phone(threads: Sequence[int]) -> None:
    going_on = select(Call.id).where(in_param(Call.thread_id, "ids"), Call.lease_until.is_not(None)).limit(1)
    if db.session.execute(going_on, {"ids": threads}).first() is not None:
        raise Conflict("A call with them is going on at this moment. Try again when it is over.")


def _lock_conversations(phone: str, threads: Sequence[int]) -> None:
    db.session.execute(select(Contact.id).where(Contact.phone == phone).with_for_update(key_share=True)).all()
    query = select(Thread.id).where(in_param(Thread.id, "ids")).order_by(Thread.id).with_for_update()
    db.session.execute(query, {"ids": threads}).all()


def _strip_opt_outs(phone: str) -> bool:
    """What they said goes; that and when they said it, and where it is known from, stays."""
    stripped = update(OptOut).where(OptOut.phone == phone)
    stripped = stripped.values(evidence="", told_again="", lift_reason="", message_id=None)
    return bool(db.session.execute(stripped.returning(OptOut.id)).all())


def _told_of(threads: Sequence[int]) -> Sequence[str]:
    """The carrier's ids of messages and calls of which it may still tell something."""
    lately = or_(*(moment > now() - LATE for moment in (Entry.created_at, Entry.claimed_at)))
    query = select(Entry.carrier_id).where(in_param(Entry.thread_id, "ids"), lately)
    return [one for one in db.session.scalars(query, {"ids": threads}) if one]


def _delete_entries(threads: Sequence[int]) -> None:
    """Their messages, what was noted about them, and their calls with all that was said in them."""
    execute_for(delete(Entry).where(in_param(Entry.thread_id, "ids")), threads)
