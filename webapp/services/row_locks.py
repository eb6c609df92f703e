"""Rows are locked in one order everywhere, so that there is no deadlock.

Workflows; their runs, which hold their steps; records of tasks, which hold their actions; entries, those that
left before those that wait, each before what a call has beside its entry; legs of calls; batches;
contacts, threads, holds, opt-outs, callbacks, texts for later; numbers and their services; agents' timers
(`answering`); their tests (`agent_eval`).
Within a table by id. A transaction that changes or counts recipients holds their batch: they have no order of
their own. One that needs rows from earlier in this order takes those first. Rows are taken FOR NO KEY UPDATE,
as an UPDATE takes them: a new row may still refer to them. Where none may, they are taken FOR UPDATE.

Two circles are left, both narrow, both ended by PostgreSQL and repeated: a STOP that waits for a batch while
staff answer its sender, against the claim of that answer; and a report that someone is out, come without our
reference before the outcome of its message, against a text of theirs.

SQLite lets one transaction write at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from webapp.bulk import cached_statement, execute_core, found_by, in_param, in_values
from webapp.db import db, dialect, inline_literal
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.hold import Hold
from webapp.models.thread import Thread

Id = InstrumentedAttribute[int]


def in_order(column: Id, *where: ColumnElement[bool]) -> Select[int]:
    """The ids of rows that are locked one after the other."""
    return select(column).where(*where).order_by(column).with_for_update(key_share=True)


def in_turn(column: Id, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """For an UPDATE or DELETE of the rows with these ids: locked in order before the first changes."""
    return and_(true(), *where) if one_writer() else found_by(column, in_order(column, *where))


def batches(ids: Iterable[int | None]) -> None:
    """Hold batches, and with them their recipients and their tallies."""
    wanted = sorted({batch_id for batch_id in ids if batch_id is not None})
    if wanted and not one_writer():
        execute_core(_batches(), {"ids": wanted}).all()


def queued_for(phones: Collection[str]) -> None:
    """Hold the entries that wait to leave for these phones."""
    _hold(Entry.id, Entry.phone.in_(in_values(phones)), Entry.state == inline_literal("queued"))


def conversations(phones: Collection[str]) -> None:
    """Hold the conversations with these phones, and what someone has to decide about them."""
    theirs = select(Contact.id).where(Contact.phone.in_(in_values(phones)))
    _hold(Thread.id, Thread.contact_id.in_(theirs))
    _hold(Hold.id, Hold.phone.in_(in_values(phones)), Hold.decided_at.is_(None))


@cached_statement
def _batches() -> Select[int]:
    return in_order(Batch.id, in_param(Batch.id, "ids"))


def _hold(column: Id, *where: ColumnElement[bool]) -> None:
    if not one_writer():
        db.session.execute(in_order(column, *where)).all()


def one_writer() -> bool:
    """Nothing needs to be held, because the others wait until this transaction is over."""
    return not dialect().locks_rows
