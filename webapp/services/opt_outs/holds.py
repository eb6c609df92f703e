"""Holds: someone wrote what reads like a revocation, and is not reached until a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select, text, update

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, insert
from webapp.errors import Conflict, NotFound
from webapp.models.entry import Entry
from webapp.models.hold import Decision, Hold
from webapp.models.opt_out import OptOutSource
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events
from webapp.services.opt_outs import register
from webapp.services.recipients import answered
from webapp.services.recipients.answered import Answered

LATEST = 50
OUTCOMES = {Decision.OPTED_OUT: "they are opted out", Decision.DISMISSED: "it was no opt-out"}


def place(said_in: Entry, said: str) -> bool:
    """Withhold everything from who said something in a message or a call of theirs.

    False when they are out already, or on hold.
    """
    phone, thread_id = said_in.phone, said_in.thread_id
    if register.active([phone]):
        return False
    row = {"phone": phone, "message_id": said_in.id, "thread_id": thread_id, "text": said}
    statement = (
        insert(Hold)
        .values(row)
        .on_conflict_do_nothing(index_elements=["phone"], index_where=text("decided_at IS NULL"))
    )
    new = db.session.execute(statement.returning(Hold.id)).first() is not None
    if new:
        events.note("contact.held", thread_id=thread_id, message_id=said_in.id, text=said)
        register.show_in_threads(phone)
    return new


def active(phones: Iterable[str]) -> dict[str, str]:
    """Those of `phones` that are on hold, with what they wrote."""
    if not (wanted := list(phones)):
        return {}
    return {row.phone: row.text for row in execute_core(_active(), {"phones": wanted})}


@cached_statement
def _active() -> Select[str, str]:
    return select(Hold.phone, Hold.text).where(in_param(Hold.phone, "phones"), Hold.decided_at.is_(None))


def of(phone: str) -> Hold | None:
    """The hold on a phone that someone has to decide on."""
    return db.session.scalars(
        select(Hold).where(Hold.phone == phone, Hold.decided_at.is_(None))
    ).one_or_none()


def history(phone: str) -> Sequence[Hold]:
    """Open and decided, oldest first."""
    return db.session.scalars(select(Hold).where(Hold.phone == phone).order_by(Hold.id)).all()


def count() -> int:
    """How many phones wait for a decision."""
    return db.session.scalar(select(func.count()).where(Hold.decided_at.is_(None))) or 0


def waiting() -> Sequence[Hold]:
    """The oldest that wait for a decision."""
    query = select(Hold).where(Hold.decided_at.is_(None)).order_by(Hold.id)
    return db.session.scalars(query.limit(LATEST)).all()


def get(hold_id: int) -> Hold:
    """Raises NotFound."""
    hold = db.session.get(Hold, hold_id)
    if hold is None:
        raise NotFound("This hold does not exist.")
    return hold


def opt_out(hold: Hold, by: User) -> None:
    """It was a revocation; no one answers it. Raises Conflict when they are out already, or wrote START.

    It counts although a colleague has said that it was none: who reads it as one is on the safe side.
    """
    one = answered.find(Thread.id == hold.thread_id, opts_out=True, before=hold.message_id)
    _lock(hold, one)
    if hold.decided_at is not None and not (hold.decision == Decision.DISMISSED and hold.decided_by):
        raise _decided(hold)
    if one is not None:
        answered.count(one, opts_out=True)
    register.record(hold.phone, OptOutSource.REQUEST, hold.text, hold.message_id, by.id)
    db.session.execute(update(Thread).where(Thread.id == hold.thread_id).values(needs_reply=False))


def dismiss(hold: Hold, by: User) -> None:
    """It was none: batches under way go on with them. Raises Conflict when it is decided already."""
    _lock(hold)
    if hold.decided_at is not None:
        raise _decided(hold)
    register.end_hold(hold.phone, Decision.DISMISSED, by.id)
    queue.later(queue.DISPATCH)
    register.show_in_threads(hold.phone)
    events.note("contact.hold_dismissed", user_id=by.id, thread_id=hold.thread_id, phone=hold.phone)


def _lock(hold: Hold, one: Answered | None = None) -> None:
    """As it is now, and stays for the rest of the transaction; with the batch that it answers."""
    register.lock([hold.phone], [one.batch_id] if one else [])
    db.session.refresh(hold)


def _decided(hold: Hold) -> Conflict:
    who = "Someone has decided this already" if hold.decided_by else "They have decided this themselves"
    return Conflict(f"{who}: {OUTCOMES[Decision(str(hold.decision))]}.")
