"""What becomes of texts that were to be sent later: at their time they go into the outbox, each once.

One transaction moves the row and queues the message, under a reference that is unique. The gate is asked
here, and again as the message is claimed. The author is told of whatever is in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from webapp import queue
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.errors import Conflict
from webapp.models.entry import Entry, Origin
from webapp.models.message import Message, MessageState
from webapp.models.scheduled_text import ScheduledState, ScheduledText
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.rules.replies.reply_kinds import is_automatic
from webapp.services import containment, events, row_locks
from webapp.services.actions.notices import store
from webapp.services.agents.turns import switch
from webapp.services.gate.gate import Verdict
from webapp.services.inbox import kept_texts, reply
from webapp.services.inbox.scheduled import scheduled
from webapp.services.threads import activity, enqueue, messages

NAME = "Send later"
LATE = timedelta(hours=4)
"""What could not be tried within this time of its hour may be wrong by now: a person decides."""
TOO_LATE = "Outbound was not running at its time, and it would have come hours late."
THEY_WROTE = "They wrote first."
BLOCKED = "They were blocked since it was written."
WHILE_THEY_WRITE = timedelta(seconds=20)
"""For so long one that a reply cancels waits while a part of a long text of theirs is here."""
AT_ONCE = 100
OPEN = (ScheduledState.WAITING, ScheduledState.LEAVING)
OUT = (MessageState.QUEUED, MessageState.SENDING)
LOST = (
    MessageState.SKIPPED,
    MessageState.FAILED,
    MessageState.REJECTED,
    MessageState.UNDELIVERED,
    MessageState.UNKNOWN,
)


def due() -> Sequence[int]:
    """The ids of those whose time has come, and of those of whose message the outbox is done."""
    waits = ScheduledText.state == inline_literal("waiting")
    query = select(ScheduledText.id).where(waits, ScheduledText.due_at <= now())
    found = db.session.scalars(query.order_by(ScheduledText.due_at, ScheduledText.id).limit(AT_ONCE)).all()
    leaves = select(ScheduledText.id).outerjoin(Entry, Entry.id == ScheduledText.message_id)
    leaves = leaves.where(ScheduledText.state == inline_literal("leaving"))
    done = leaves.where(or_(Entry.id.is_(None), Entry.state.not_in(OUT)))
    return [*found, *db.session.scalars(done.order_by(ScheduledText.id).limit(AT_ONCE))]


def look_again() -> None:
    """The hours were changed: those that wait for them although their time has come are tried again."""
    waits = (ScheduledText.state == inline_literal("waiting"), ScheduledText.due_at > ScheduledText.send_at)
    late = row_locks.in_turn(ScheduledText.id, *waits, ScheduledText.due_at > now())
    tried = update(ScheduledText).where(late).values(due_at=now())
    db.session.execute(tried, execution_options=UNTRACKED)
    queue.later(queue.SWEEP)


def go_on(text_id: int) -> None:
    """Whatever is next for it, if it is due."""
    row = db.session.get(ScheduledText, text_id)
    if row is not None and row.state == ScheduledState.WAITING and row.due_at <= now():
        _send(row)
    elif row is not None and row.state == ScheduledState.LEAVING:
        _end(text_id)


def send_now(thread_id: int, text_id: int, by: User, revision: int | None = None) -> ScheduledText:
    """A person does not want to wait: it is theirs. Raises NotFound, and Conflict when it cannot be sent.

    `revision`: of the text that they have before them; no one sends words that they have not read.
    """
    scheduled.get(thread_id, text_id)
    thread = _hold_thread(thread_id)
    row = scheduled.hold(thread_id, text_id, revision)
    present = reply.verdict(thread)
    if present.obstacle:
        raise Conflict(present.obstacle)
    row.user_id = by.id
    _hand_over(row, thread, present.until)
    return row


def obstacle(thread: Thread, row: ScheduledText, present: Verdict) -> str:
    """Why it will not be sent as things are; "" when nothing is in the way. `present`: what the gate says."""
    if present.obstacle:
        return present.obstacle
    if thread.contact.blocked_at is not None:
        return BLOCKED
    author = db.session.get_one(User, row.user_id)
    return "" if author.is_active else f"{author.name} is no longer in the team."


def they_wrote(thread: Thread, text: str) -> None:
    """Texts that were not to be sent after a reply are canceled, in the transaction that keeps the reply.

    One whose message waits in the outbox is taken back: what is queued for them is held by now. An automatic
    `text` is none of theirs.
    """
    query = select(ScheduledText).where(ScheduledText.thread_id == thread.id, ScheduledText.cancel_on_reply)
    query = query.where(ScheduledText.state.in_(OPEN)).order_by(ScheduledText.id)
    waiting = db.session.scalars(query.with_for_update()).all()
    for row in waiting if waiting and not is_automatic(text) else ():
        if row.state == ScheduledState.LEAVING and not _taken_back(row):
            continue
        row.transition_to(ScheduledState.CANCELED, THEY_WROTE)
        _tell(row, thread, f"is canceled, as they wrote first. It said: {activity.preview(row.text)}")


def set_aside(text_id: int, error: Exception) -> None:
    """A fault of our own: it says so, and the others go on."""
    row = db.session.get(ScheduledText, text_id)
    if row is None:
        return
    activity.touch([row.thread_id])  # before the row: see services/row_locks
    db.session.refresh(row, with_for_update=True)
    if row.state in OPEN:
        reason = f"Outbound failed on it ({containment.name(error)}); the log says more."
        row.transition_to(ScheduledState.REFUSED, reason)
        _tell(row, row.thread, f"was not sent: {reason}")


def refuse_all(reason: str) -> int:
    """None of those that wait is sent by itself. Returns how many."""
    waits = select(ScheduledText).where(ScheduledText.state == inline_literal("waiting"))
    rows = db.session.scalars(waits.order_by(ScheduledText.id)).all()
    for row in rows:
        _refuse(row, row.thread, reason)
    return len(rows)


def _send(seen: ScheduledText) -> None:
    thread = _hold_thread(seen.thread_id)
    row = db.session.get(ScheduledText, seen.id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ScheduledState.WAITING or row.due_at > now():
        return
    present = reply.verdict(thread)
    reason = TOO_LATE if row.due_at < now() - LATE else obstacle(thread, row, present)
    if reason:
        _refuse(row, thread, reason)
    elif until := present.until or _while_they_write(row, thread):
        row.due_at = until
        activity.touch([thread.id])
        queue.later(queue.SEND_SCHEDULED, row.id, at=row.due_at)
    else:
        _hand_over(row, thread)


def _while_they_write(row: ScheduledText, thread: Thread) -> datetime | None:
    is_held = row.cancel_on_reply and kept_texts.part_is_held(thread.contact.phone)
    return now() + WHILE_THEY_WRITE if is_held else None


def _hold_thread(thread_id: int) -> Thread:
    """As for a reply: what changes with its agent, then the conversation (services/row_locks)."""
    thread = reply.get(thread_id)
    switch.hold_for_reply(thread)
    row_locks.conversations([thread.contact.phone])
    db.session.refresh(thread)
    db.session.refresh(thread.contact)
    return thread


def _hand_over(row: ScheduledText, thread: Thread, not_before: datetime | None = None) -> None:
    """Now it counts as said: the agent is paused. A contact who wrote since it was saved still waits."""
    message = enqueue.put(thread, row.text, Origin.STAFF, row.user_id, ref=row.ref, not_before=not_before)
    row.message_id = message.id
    row.transition_to(ScheduledState.LEAVING)
    switch.pause_for_reply(thread, row.user_id)
    if thread.last_inbound_at is None or thread.last_inbound_at <= row.saved_at:
        reply.mark_answered(thread)
    events.note("thread.replied", user_id=row.user_id, thread_id=thread.id, scheduled=True)


def _refuse(row: ScheduledText, thread: Thread, reason: str) -> None:
    row.transition_to(ScheduledState.REFUSED, reason)
    activity.touch([thread.id])
    _tell(row, thread, f"was not sent: {reason}")


def _end(text_id: int) -> None:
    """The outbox is done with its message, and may have refused it."""
    row = db.session.get(ScheduledText, text_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ScheduledState.LEAVING:
        return
    message = db.session.get(Message, row.message_id) if row.message_id else None
    if message is not None and message.state in OUT:
        return
    if message is None or message.state not in (*LOST, MessageState.CANCELED):
        row.transition_to(ScheduledState.SENT)
        return
    was_canceled = message.state == MessageState.CANCELED
    row.transition_to(ScheduledState.CANCELED if was_canceled else ScheduledState.REFUSED)
    if message.state in LOST:
        word = "may not have been sent" if message.state == MessageState.UNKNOWN else "was not sent"
        _tell(row, row.thread, f"{word}: {message.reason}")


def _taken_back(row: ScheduledText) -> bool:
    queued = (Message.id == row.message_id, Message.state == inline_literal("queued"))
    return bool(messages.move(MessageState.CANCELED, *queued, reason=THEY_WROTE, settled_at=now()))


def _tell(row: ScheduledText, thread: Thread, what: str) -> None:
    """Its author; where they are gone, whose conversation it is, or everyone."""
    who = thread.contact.name or phone.pretty(thread.contact.phone)
    ids = [one for one in (row.user_id, thread.assignee_id) if one is not None]
    active = [one for one in ids if db.session.get_one(User, one).is_active]
    text = f"Your text to {who}" if active[:1] == [row.user_id] else f"A text to {who}"
    by = Source(SourceKind.OUTBOUND, NAME)
    store.add(f"{text} {what}", by, active[0] if active else None, thread.contact_id, thread.id)
