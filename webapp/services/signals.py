"""Signals that something happened, written once, in the transaction that makes it true. Hooks act on them."""

from __future__ import annotations

from typing import Any

from webapp import queue
from webapp.db import db
from webapp.models.call import Call
from webapp.models.signal import Signal

NUMBER_ADDED = "number.added"
TASK_ENDED = "task.ended"
"""`record`: the id of the task's record; how it ended stands there (actions/ending.result)."""
STAFF_WANTED = "staff.wanted"
"""By an action of a task: `thread`, `reason`, and the `action` by its key."""
MESSAGE_RECEIVED = "message.received"
ANSWER_SILENCED = "answer.silenced"
"""An agent's answer was not sent, as a person had taken over: `thread`, `message`."""
CALL_ENDED = "call.ended"
"""By whatever sign: see call_ended for its data."""
KINDS = frozenset({NUMBER_ADDED, TASK_ENDED, STAFF_WANTED, MESSAGE_RECEIVED, ANSWER_SILENCED})
"""Those that a hook acts on; nothing else is written."""
UNHEARD = frozenset({CALL_ENDED})
"""Declared, and emitted where they become true; no hook acts on them yet."""


def emit(kind: str, **data: Any) -> None:
    """`data`: plain values. A job acts on it after the commit; the sweep finds what was lost.

    Nothing is written of a kind that no hook acts on. KeyError for one that is not declared.
    """
    if kind not in KINDS:
        if kind in UNHEARD:
            return
        raise KeyError(kind)
    signal = Signal(kind=kind, data=data)
    db.session.add(signal)
    db.session.flush()
    queue.later(queue.ACT_ON_SIGNALS)


def call_ended(call: Call) -> None:
    """A call has just got its outcome. `seconds`: billed, None as long as the carrier has not told them."""
    emit(
        CALL_ENDED,
        call=call.id,
        thread=call.thread_id,
        batch=call.batch_id,
        recipient=call.recipient_id,
        direction=str(call.direction),
        outcome=str(call.outcome),
        seconds=call.seconds,
        agent=call.agent_id,
    )
