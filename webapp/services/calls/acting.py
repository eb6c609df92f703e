"""What a conversation asks us to do: they want no more calls, or a colleague is to call them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import update

from webapp.agents.base import Decision, HandoffKind
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.rules.callflow import talking
from webapp.rules.callflow.commands import Command, Hold, OptOut, PromiseCallback, RingStaff
from webapp.services import row_locks
from webapp.services.calls import callback_times, sentences, staff_phones
from webapp.services.calls.scripts import Speaker
from webapp.services.opt_outs import holds, register
from webapp.services.recipients import answered, by_phone
from webapp.services.recipients.answered import Answered
from webapp.services.threads import callbacks


def carry_out(call: Call, commands: Iterable[Command], by: Speaker | None) -> None:
    """In the transaction in which the line is told of it. The call is held, its thread not yet."""
    for command in commands:
        if act := _ACTS.get(type(command)):
            act(call, command, by)


def hold_first(call: Call, decision: Decision) -> None:
    """What an opt-out locks, before the thread that the end of a turn holds: see services/row_locks."""
    if decision.opt_out:
        register.lock([call.phone], [call.batch_id])


def hold_batches(call: Call, commands: Iterable[Command]) -> None:
    """Before the thread that a promise touches, what the end of a call goes on to: see services/row_locks."""
    if any(isinstance(one, PromiseCallback) for one in commands) and not row_locks.one_writer():
        row_locks.batches({call.batch_id, *by_phone.batches_to_tell([call.phone])})


def late_wish(call: Call, decision: Decision) -> None:
    """They hung up while the agent thought: of what it understood, a wish for no more calls counts."""
    if decision.opt_out:
        carry_out(call, [OptOut(talking.UNDERSTOOD)], None)
    elif decision.handoff is not None and decision.handoff.kind is HandoffKind.HOLD:
        carry_out(call, [Hold(talking.READS_LIKE_ONE)], None)


def _opt_out(call: Call, command: Any, by: Speaker | None) -> None:
    register.lock([call.phone], [call.batch_id])
    if call.recipient_id and call.batch_id:
        answered.count(Answered(call.recipient_id, call.batch_id), opts_out=True)
    register.record(call.phone, OptOutSource.CALL, command.evidence, call.id)
    settled = update(Thread).where(Thread.id == call.thread_id).values(needs_reply=False)
    db.session.execute(settled)


def _hold(call: Call, command: Any, by: Speaker | None) -> None:
    register.lock([call.phone], [call.batch_id])
    holds.place(call, command.evidence)


def _promise(call: Call, command: Any, by: Speaker | None) -> None:
    """Once in a call: who asks for a person twice is called back once."""
    if any(one.created_at >= (call.answered_at or now()) for one in callbacks.open_ones(call.thread_id)):
        return
    who = Source(SourceKind.AGENT, by.agent.name if by else "", by.agent.id if by else None)
    due_at = callback_times.of(call, by.definition if by else None, sentences.own()).due_at
    callbacks.add(db.session.get_one(Thread, call.thread_id), due_at, command.reason, who)


def _ring(call: Call, command: Any, by: Speaker | None) -> None:
    staff_phones.ring(call)


_ACTS: Mapping[type[Command], Callable[[Call, Any, Speaker | None], None]] = {
    OptOut: _opt_out,
    Hold: _hold,
    PromiseCallback: _promise,
    RingStaff: _ring,
}
