"""Queueing a single call of a thread: from staff, an agent, a workflow or another program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.call import LONGEST_CALL, LONGEST_RING, Call, CallState, OnMachine, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.entry import PRIORITIES, Direction, Origin
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules.phones import phone
from webapp.services.agents import able
from webapp.services.threads import enqueue
from webapp.services.threads.activity import preview

IN_PERSON = "Called them"


@dataclass(frozen=True)
class CallWanted:
    """What is said first, and how it is placed: see models/call. `agent_id`: who holds the conversation;
    None: no one, it plays its first message. `connects`: a member calls in person, who is rung first."""

    first_message: str
    agent_id: int | None = None
    context: str = ""
    language: str = "en"
    on_voicemail: OnVoicemail = OnVoicemail.HANG_UP
    voicemail_message: str = ""
    on_screening: OnMachine = OnMachine.INTRODUCE
    on_menu: OnMachine = OnMachine.HANG_UP
    record: bool = False
    ring_seconds: int = 30
    longest_seconds: int = 600
    connects: bool = False


def place(
    thread: Thread,
    wanted: CallWanted,
    origin: Origin,
    user_id: int | None = None,
    *,
    ref: str | None = None,
    not_before: datetime | None = None,
) -> Call:
    """Queue one call to the contact of a thread. The gate is asked when it is claimed.

    Raises Conflict while calls are off for its number, and Fault for what cannot be placed. `ref`: see
    threads/enqueue.
    """
    must_be_on(thread.number)
    _check(wanted)
    agent = able.one(wanted.agent_id)
    if wanted.agent_id and agent is None:
        raise Fault("This agent cannot hold a call any more. Choose another one.", "agent_id")
    call = Call(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=thread.contact.phone,
        direction=Direction.OUT,
        state=CallState.STAFF_FIRST if wanted.connects else CallState.QUEUED,
        origin=origin,
        priority=PRIORITIES[origin],
        user_id=user_id,
        client_ref=ref or enqueue.new_ref(),
        not_before=not_before,
        **{**vars(wanted), "agent_version": agent.version if agent else None},
    )
    db.session.add(call)
    db.session.flush()
    _show(thread, call)
    queue.later(queue.DISPATCH, at=not_before)
    return call


def must_be_on(number: Number) -> None:
    """Raises Conflict with what to do about it."""
    if not number.can(Channel.CALL):
        raise Conflict(off(number))


def off(number: Number) -> str:
    """Says that a number places no calls."""
    name = number.label or phone.pretty(number.e164)
    return f"Calls are switched off for {name}. An admin can switch them on under Numbers."


def _check(wanted: CallWanted) -> None:
    if not wanted.first_message.strip() and not wanted.connects:
        raise Fault("Write what the call says first.", "first_message")
    if wanted.on_voicemail == OnVoicemail.MESSAGE and not wanted.voicemail_message.strip():
        raise Fault("Write the message for voicemails.", "voicemail_message")
    if not 1 <= wanted.ring_seconds <= LONGEST_RING:
        raise Fault(f"A phone can ring for up to {LONGEST_RING} seconds.", "ring_seconds")
    if not 1 <= wanted.longest_seconds <= LONGEST_CALL:
        raise Fault(f"A call can last for up to {LONGEST_CALL:,} seconds.", "longest_seconds")


def _show(thread: Thread, call: Call) -> None:
    news = {"last_at": now(), "last_text": preview(call.first_message or IN_PERSON), "last_direction": "out"}
    changed = update(Thread).where(Thread.id == thread.id).values(**news, revision=Thread.revision + 1)
    db.session.execute(changed)
