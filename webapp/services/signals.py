"""Signals that something happened, written once, in the transaction that makes it true. Hooks act on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, exists, literal, select

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, inline_literal
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.signal import Signal
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun

NUMBER_ADDED = "number.added"
TASK_ENDED = "task.ended"
"""`record`: the id of the task's record; how it ended stands there (actions/ending.result)."""
STAFF_WANTED = "staff.wanted"
"""By an action of a task: `thread`, `reason`, and the `action` by its key."""
MESSAGE_RECEIVED = "message.received"
ANSWER_SILENCED = "answer.silenced"
"""An agent's answer was not sent, as a person had taken over: `thread`, `message`."""
SNOOZE_OVER = "thread.snooze_over"
"""A conversation that was snoozed is open again: `thread`, `because` (models/status_change)."""

TEXT_RECEIVED = "text.received"
"""`message`, and what it `means` (rules/replies/replies)."""
CALL_RECEIVED = "call.received"
"""`contact`, `call`."""
CALL_ENDED = "call.ended"
"""By whatever sign: see call_ended for its data."""
TEXT_FAILED = "text.failed"
"""It did not arrive: `message`."""
RECIPIENT_MOVED = "recipient.moved"
"""`recipient`, `status`: as of rules for batches, or replied."""
HANDED_OFF = "thread.handed_off"
"""`handoff`."""
GOAL_REACHED = "goal.reached"
"""`thread`, `agent` (its id), `reason`."""
LABELED = "contact.labeled"
"""`contact`, `label` (its row), `name`. `at`: names this time: SQLite gives ids of removed rows again."""
ATTRIBUTE_CHANGED = "attribute.changed"
"""`contact`, `name`, `value`, `before`; empty: none. `at`: names this change."""
SEGMENT_JOINED = "segment.joined"
"""Put into a segment that is made by hand: `contact`, `segment`. `at`: names this time."""
CONTACT_CREATED = "contact.created"
"""`contact`."""
CONTACT_LOCATED = "contact.located"
"""`contact` is in another time zone than we took them to be. Starts no workflow."""
CONTACTS_IMPORTED = "contacts.imported"
"""A list was imported: `attributes`, the names of those that it brought; `zones`: it said time zones. Starts
no workflow."""
FACTS_IMPORTED = "facts.imported"
"""A list has changed what is known of a `contact` who is in a workflow. Starts none; it may end that one."""
OPTED_OUT = "contact.opted_out"
"""`phone`, `opt_out` (its row), `source`."""
OPTED_IN = "contact.opted_in"
"""`phone`, `opt_out`: the one that is over."""
RUNS_UNWANTED = "runs.unwanted"
"""A workflow stops another one for a contact: `workflow`, `contact`, `by` (a name)."""

FOR_WORKFLOWS: Mapping[str, tuple[str, ...]] = {
    TEXT_RECEIVED: ("message",),
    CALL_RECEIVED: ("call_in",),
    CALL_ENDED: ("call_ended",),
    TEXT_FAILED: ("message_failed",),
    RECIPIENT_MOVED: ("recipient",),
    HANDED_OFF: ("handoff",),
    GOAL_REACHED: ("goal",),
    LABELED: ("label",),
    ATTRIBUTE_CHANGED: ("attribute", "date"),
    SEGMENT_JOINED: ("segment",),
    CONTACT_CREATED: ("contact",),
    OPTED_OUT: ("opted_out",),
    OPTED_IN: ("opted_in",),
}
"""Written only while a workflow that has one of these triggers is live, or where a run may end by them."""
KINDS = frozenset({
    NUMBER_ADDED, TASK_ENDED, STAFF_WANTED, MESSAGE_RECEIVED, ANSWER_SILENCED, RUNS_UNWANTED,
    CONTACT_LOCATED, CONTACTS_IMPORTED, FACTS_IMPORTED, SNOOZE_OVER, *FOR_WORKFLOWS,
})  # fmt: skip
"""Those that a hook acts on; nothing else is written."""


def emit(kind: str, **data: Any) -> None:
    """`data`: plain values. A job acts on it after the commit; the sweep finds what was lost.

    KeyError for a kind that is not declared.
    """
    emit_all(kind, [data])


def emit_all(kind: str, told: Sequence[Mapping[str, Any]]) -> None:
    """The same for many things that happened at once."""
    if kind not in KINDS:
        raise KeyError(kind)
    if not told or (kind in FOR_WORKFLOWS and not listened_to(kind)):
        return
    _write(kind, told)


def _write(kind: str, told: Iterable[Mapping[str, Any]]) -> None:
    db.session.add_all([Signal(kind=kind, data=dict(data)) for data in told])
    db.session.flush()
    queue.later(queue.ACT_ON_SIGNALS)


def listened_to(kind: str) -> bool:
    """Whether a workflow that is live has a trigger for this."""
    return any(execute_core(_listens(trigger), {}).first() is not None for trigger in FOR_WORKFLOWS[kind])


@cached_statement
def _listens(trigger: str) -> Select[int]:
    live = (Workflow.trigger == trigger, Workflow.state == inline_literal("live"))
    return select(literal(1)).where(exists().where(*live))


def emit_about(kind: str, contact_id: int, **data: Any) -> None:
    """The same of a contact, also where no workflow starts by it: one that they are in may end by it."""
    if listened_to(kind) or execute_core(_in_one(), {"ids": [contact_id]}).first() is not None:
        _write(kind, [{"contact": contact_id, **data}])


def emit_about_all(kind: str, told: Mapping[int, Mapping[str, Any]]) -> None:
    """The same of many contacts, by id."""
    ids = set(told) if listened_to(kind) else _in_runs(told)
    if ids:
        _write(kind, [{"contact": one, **told[one]} for one in sorted(ids)])


def facts_imported(contact_ids: Collection[int]) -> None:
    """A list has changed what is known of these: it starts nothing, and ends the runs that end by it."""
    if ids := _in_runs(contact_ids):
        _write(FACTS_IMPORTED, [{"contact": one} for one in sorted(ids)])


def _in_runs(contact_ids: Collection[int]) -> set[int]:
    """Those of them who are in a workflow now."""
    return set(execute_core(_ids_in_one(), {"ids": list(contact_ids)}).scalars())


def opted_out(rows: Mapping[str, int], source: str) -> None:
    """`rows`: the new opt-outs by phone. They end what is under way for them."""
    told = rows if listened_to(OPTED_OUT) else _with_runs(rows)
    if told:
        _write(OPTED_OUT, [{"phone": one, "opt_out": rows[one], "source": source} for one in sorted(told)])


def _with_runs(phones: Collection[str]) -> set[str]:
    return {row.phone for row in execute_core(_phones_in_one(), {"phones": list(phones)})}


_ACTIVE = WorkflowRun.state.in_([inline_literal("waiting"), inline_literal("running")])
"""In the words of the index."""


@cached_statement
def _in_one() -> Select[int]:
    return select(WorkflowRun.id).where(in_param(WorkflowRun.contact_id, "ids"), _ACTIVE).limit(1)


@cached_statement
def _ids_in_one() -> Select[int]:
    return select(WorkflowRun.contact_id).where(in_param(WorkflowRun.contact_id, "ids"), _ACTIVE).distinct()


@cached_statement
def _phones_in_one() -> Select[str]:
    query = select(Contact.phone).join(WorkflowRun, WorkflowRun.contact_id == Contact.id)
    return query.where(in_param(Contact.phone, "phones"), _ACTIVE).distinct()


def call_ended(call: Call) -> None:
    """A call has just got its outcome. `seconds`: billed, None as long as the carrier has not told them."""
    data = {
        "call": call.id,
        "thread": call.thread_id,
        "batch": call.batch_id,
        "recipient": call.recipient_id,
        "direction": str(call.direction),
        "outcome": str(call.outcome),
        "seconds": call.seconds,
        "agent": call.agent_id,
    }
    if call.origin == "workflow" or listened_to(CALL_ENDED):
        _write(CALL_ENDED, [data])
