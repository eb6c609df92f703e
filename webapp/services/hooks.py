"""What we do about what happened: a table of signals and their hooks.

A hook runs in a transaction of its own, in which it is noted as done: it acts on a signal once. STOP and
holds are no hooks: they never wait for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, exists, select

from webapp.db import db, inline_literal, now
from webapp.models import states
from webapp.models.signal import SIGNAL_MOVES, DoneHook, Signal, SignalState
from webapp.services import events, signals
from webapp.services.agents import task_handoffs
from webapp.services.agents.turns import switch, timer
from webapp.services.inbox import snooze_notices
from webapp.services.inbox.receiving import waiting_texts
from webapp.services.workflows import hearing, replies
from webapp.services.workflows.clock import dates
from webapp.services.workflows.running import moved, stopping

Hook = Callable[[Mapping[str, Any]], object]

WAITS = [timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800, 7200)]
"""After what raised is tried again."""
AT_ONCE = 500


def _read_waiting_texts(_: Mapping[str, Any]) -> None:
    waiting_texts.adopt()


HOOKS: Mapping[str, Mapping[str, Hook]] = {
    signals.NUMBER_ADDED: {"read_waiting_texts": _read_waiting_texts},
    signals.TASK_ENDED: {
        "see_to_failed_task": task_handoffs.see_to_failed,
        "start_workflows": partial(hearing.start, signals.TASK_ENDED),
    },
    signals.STAFF_WANTED: {"hand_off": task_handoffs.ask_staff},
    signals.MESSAGE_RECEIVED: {"start_timer": timer.start},
    signals.ANSWER_SILENCED: {"open_again": switch.open_again},
    signals.RUNS_UNWANTED: {"end_runs": stopping.unwanted},
    signals.SNOOZE_OVER: {"tell_staff": snooze_notices.tell},
    **{kind: {"start_workflows": partial(hearing.start, kind)} for kind in signals.FOR_WORKFLOWS},
    signals.CALL_RECEIVED: {
        "end_runs": replies.called,
        "start_workflows": partial(hearing.start, signals.CALL_RECEIVED),
    },
    signals.CALL_ENDED: {
        "go_on": hearing.call_ended,
        "start_workflows": partial(hearing.start, signals.CALL_ENDED),
    },
    signals.OPTED_OUT: {
        "end_runs": stopping.opted_out,
        "start_workflows": partial(hearing.start, signals.OPTED_OUT),
    },
    signals.LABELED: {
        "end_runs": stopping.changed,
        "start_workflows": partial(hearing.start, signals.LABELED),
    },
    signals.FACTS_IMPORTED: {"end_runs": stopping.changed, "move_waits": moved.located},
    signals.CONTACT_LOCATED: {"reckon_dates": dates.located, "move_waits": moved.located},
    signals.CONTACTS_IMPORTED: {"reckon_dates": dates.imported},
    signals.ATTRIBUTE_CHANGED: {
        "end_runs": stopping.changed,
        "move_waits": moved.changed,
        "reckon_dates": dates.changed,
        "start_workflows": partial(hearing.start, signals.ATTRIBUTE_CHANGED),
    },
}
"""By kind of signal, and by the name under which each is noted."""
STARTED_TOGETHER = [kind for kind in signals.FOR_WORKFLOWS if list(HOOKS[kind]) == ["start_workflows"]]
TOGETHER: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], object]] = {
    signals.MESSAGE_RECEIVED: timer.start_all,
    **{kind: partial(hearing.start_all, kind) for kind in STARTED_TOGETHER},
}
"""Kinds that come by the hundred, with what does for many signals what their only hook does for one."""


def due() -> Sequence[int]:
    """The ids of signals that wait, oldest first."""
    waiting = (Signal.state == inline_literal("waiting"), Signal.next_try_at <= now())
    return db.session.scalars(select(Signal.id).where(*waiting).order_by(Signal.id).limit(AT_ONCE)).all()


def kinds_together(signal_ids: Sequence[int]) -> list[str]:
    """The kinds of these signals, of those that may be acted on together."""
    kinds = select(Signal.kind).where(Signal.id.in_(signal_ids), Signal.kind.in_(TOGETHER)).distinct()
    return sorted(db.session.scalars(kinds))


def act_together(signal_ids: Sequence[int], kind: str) -> set[int]:
    """Act on those of these signals that are of a kind, in one transaction, and delete them.

    One kind at a time: each holds rows in an order of its own. Returns the ids of those. Another worker that
    tries the same waits here, and finds them gone.
    """
    untouched = (Signal.state == SignalState.WAITING, Signal.attempts == 0, Signal.kind == kind)
    acted_on = exists().where(DoneHook.signal_id == Signal.id)
    query = select(Signal).where(Signal.id.in_(signal_ids), *untouched, ~acted_on).order_by(Signal.id)
    found = db.session.scalars(query.with_for_update()).all()
    if found:
        TOGETHER[kind]([signal.data for signal in found])
    done = {signal.id for signal in found}
    db.session.execute(delete(Signal).where(Signal.id.in_(done)))
    return done


def open_hooks(signal_id: int) -> list[str]:
    """The names of the hooks that have not acted on a signal yet; empty when it is gone or has failed."""
    signal = db.session.get(Signal, signal_id)
    if signal is None or signal.state != SignalState.WAITING:
        return []
    done = set(db.session.scalars(select(DoneHook.hook).where(DoneHook.signal_id == signal_id)))
    return [name for name in HOOKS[signal.kind] if name not in done]


def act(signal_id: int, name: str) -> None:
    """Let one hook act, unless it has. Another worker that tries the same waits here, and finds it done."""
    signal = db.session.scalars(select(Signal).where(Signal.id == signal_id).with_for_update()).one_or_none()
    if signal is None or db.session.get(DoneHook, (signal_id, name)) is not None:
        return
    db.session.add(DoneHook(signal_id=signal_id, hook=name))
    HOOKS[signal.kind][name](signal.data)


def finish(signal_id: int, faults: Mapping[str, Exception]) -> None:
    """All hooks have been tried: delete the signal, retry it later, or give it up with a log line."""
    signal = db.session.get(Signal, signal_id)
    if signal is None or signal.state != SignalState.WAITING or open_hooks(signal_id) != list(faults):
        return
    if not faults:
        db.session.delete(signal)
        return
    reason = "; ".join(f"{name}: {error!r}" for name, error in faults.items())
    if signal.attempts >= len(WAITS):
        _give_up(signal, reason, list(faults))
        return
    signal.next_try_at, signal.reason = now() + WAITS[signal.attempts], reason
    signal.attempts += 1


def _give_up(signal: Signal, reason: str, names: list[str]) -> None:
    failed = states.move(Signal, "state", SIGNAL_MOVES, SignalState.FAILED, Signal.id == signal.id)
    db.session.execute(failed.values(reason=reason))
    events.note("signal.failed", signal=signal.kind, hooks=names, reason=reason[:300])
