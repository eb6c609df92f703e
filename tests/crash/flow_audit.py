"""Is it true of workflows: each step's effect once, or unknown and visible, and each run with its end?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from tests.crash import flows
from tests.crash.elsewhere import AGAIN, ONCE
from tests.crash.flows import Started
from tests.crash.record import CarriersRecord
from webapp.db import db, now
from webapp.models.call import Call, CallState
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.message import Message, MessageState
from webapp.models.note import Note
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import (
    Awaits,
    RunState,
    StepState,
    WorkflowRefusal,
    WorkflowRun,
    WorkflowStepRun,
)
from webapp.services import row_locks
from webapp.services.workflows.steps.base import name_of

OVER = {RunState.DONE, RunState.STOPPED, RunState.CANCELED, RunState.FAILED}
LEFT = {MessageState.SENT, MessageState.DELIVERED}
PATHS = {"s2": ONCE, "s4": AGAIN}
Offenders = dict[str, list[str]]


@dataclass(frozen=True)
class Runs:
    """Rows: runs with `workflow` and `phone`; their steps, by run; the keys of starts that were refused."""

    runs: Sequence[Any]
    steps: Mapping[int, list[Any]]
    refused: set[tuple[str, str]]


def read() -> Runs:
    """Inside an application's context."""
    query = select(WorkflowRun, Workflow.name.label("workflow"), Contact.phone)
    query = query.join(Workflow, Workflow.id == WorkflowRun.workflow_id)
    runs = db.session.execute(query.join(Contact, Contact.id == WorkflowRun.contact_id)).all()
    steps: dict[int, list[Any]] = defaultdict(list)
    did = select(WorkflowStepRun, Entry.state.label("entry"), Entry.client_ref)
    did = did.outerjoin(Entry, Entry.id == WorkflowStepRun.entry_id)
    for row in db.session.execute(did.order_by(WorkflowStepRun.id)):
        steps[row.WorkflowStepRun.run_id].append(row)
    no = select(Workflow.name, WorkflowRefusal.event_key)
    no = no.join(Workflow, Workflow.id == WorkflowRefusal.workflow_id)
    return Runs(runs, steps, {(name, key) for name, key in db.session.execute(no)})


def unfinished() -> list[str]:
    """Runs that are not over. One whose call no one knows the end of waits for a day, and says so."""
    query = select(WorkflowRun.id, WorkflowRun.state, WorkflowRun.awaits, WorkflowRun.due_at, Entry.state)
    query = query.outerjoin(WorkflowStepRun, WorkflowStepRun.run_id == WorkflowRun.id)
    query = query.add_columns(WorkflowStepRun.state).outerjoin(Entry, Entry.id == WorkflowStepRun.entry_id)
    rows = db.session.execute(query.where(WorkflowRun.state.not_in(OVER))).all()
    db.session.rollback()
    lost = {row[0] for row in rows if row[2] == Awaits.CALL and row[4] == CallState.UNKNOWN}
    return sorted({f"run {row[0]} {row[1]} {row[2]} due {row[3]}" for row in rows if row[0] not in lost})


def make_older() -> None:
    """The leases of those who asked are over, and calls are looked at now."""
    asks = WorkflowRun.state == RunState.RUNNING
    calls = (WorkflowRun.state == RunState.WAITING) & (WorkflowRun.awaits == Awaits.CALL)
    late = row_locks.in_turn(WorkflowRun.id, asks | calls, WorkflowRun.due_at > now())
    db.session.execute(update(WorkflowRun).where(late).values(due_at=now()))
    db.session.commit()


def audit(
    carrier: CarriersRecord, started: Iterable[Started], asked: Mapping[tuple[str, str], int]
) -> Offenders:
    """For each promise, those that break it. `asked`: the other system, by path and Idempotency-Key."""
    found = read()
    wronged = {
        "run without an end": unfinished(),
        "run that ended without a reason": [
            str(row.WorkflowRun.id) for row in found.runs
            if row.WorkflowRun.state in OVER - {RunState.DONE} and not row.WorkflowRun.reason
        ],
        "start lost or doubled": _starts(found, started),
        "order not thanked for": _orders(carrier, found),
        "step done twice, or left out": _chains(found),
        "text of a workflow lost or doubled": _texts(carrier, found),
        "other system asked twice, or not": _asked(found, asked),
        "note lost or doubled": _notes(found),
        "called twice by a workflow": _calls(found),
    }  # fmt: skip
    db.session.rollback()
    return wronged


def numbers() -> dict[str, int]:
    """How much went on."""
    found = read()
    states = Counter(str(row.WorkflowRun.state) for row in found.runs)
    did = [row.WorkflowStepRun.state for rows in found.steps.values() for row in rows]
    db.session.rollback()
    return {
        "runs": len(found.runs),
        "runs done": states["done"],
        "runs failed": states["failed"],
        "steps": len(did),
        "steps that no one knows of": did.count(StepState.UNKNOWN),
    }


def _starts(found: Runs, started: Iterable[Started]) -> list[str]:
    there = {(row.workflow, row.WorkflowRun.event_key) for row in found.runs} | found.refused
    return [f"{one.workflow} {one.phone}" for one in started if (one.workflow, one.key) not in there]


def _orders(carrier: CarriersRecord, found: Runs) -> list[str]:
    """Each text that we have answered for started the workflow once, or was refused with a reason."""
    theirs = [row.WorkflowRun.event_key for row in found.runs if row.workflow == flows.ORDERS]
    keys = set(theirs) | {key for name, key in found.refused if name == flows.ORDERS}
    told = {hook["message_uuid"] for hook in carrier.inbounds
            if hook["outcome"] == "answered" and hook["text"].startswith("Order ")}  # fmt: skip
    rows = db.session.execute(select(Message.id, Message.text).where(Message.carrier_id.in_(told)))
    return [text for message_id, text in rows if f"message:{message_id}" not in keys]


def _chains(found: Runs) -> list[str]:
    """No step stands twice in a run, and one that is done has all of them."""
    wrong = []
    for row in found.runs:
        did = [one.WorkflowStepRun for one in found.steps[row.WorkflowRun.id]]
        names = [one.step for one in did]
        ended = all(one.state in (StepState.DONE, StepState.LEFT_OUT) for one in did)
        whole = row.WorkflowRun.state != RunState.DONE or (ended and len(names) >= _least(row.workflow))
        if len(set(names)) != len(names) or not whole:
            wrong.append(f"run {row.WorkflowRun.id}: {[(one.step, str(one.state)) for one in did]}")
    return wrong


def _least(workflow: str) -> int:
    return {flows.FOLLOW_UP: 6, flows.CALL_THEM: 4, flows.ASK_THEM: 2, flows.ORDERS: 1}[workflow]


def _texts(carrier: CarriersRecord, found: Runs) -> list[str]:
    """What the carrier took, by phone and text, is what steps that are done have put into the outbox."""
    accepted = Counter(str(one["client_ref"]) for one in carrier.accepted)
    said = Counter((f"+{one['to']}", one["text"]) for one in carrier.accepted)
    sent: Counter[tuple[str, str]] = Counter()
    wrong = []
    for row in found.runs:
        for one in found.steps[row.WorkflowRun.id]:
            step = one.WorkflowStepRun
            if step.kind != "send_sms":
                continue
            if step.output.get("sent") == "yes" and one.entry is None:
                wrong.append(f"run {step.run_id} {step.step} is done, and its text is not there")
            if one.entry in LEFT and accepted[str(one.client_ref)] != 1:
                wrong.append(f"run {step.run_id} {step.step} {one.entry}, and the carrier has it not once")
            sent[row.phone, step.input.get("text", "")] += 1
    texts = {flows.FIRST, flows.LAST, flows.GREAT}
    return wrong + [
        f"{phone} got {text!r} {count} times, of {sent[phone, text]}" for (phone, text), count in said.items()
        if (text in texts or text.startswith(flows.THANKS)) and count > sent[phone, text]
    ]  # fmt: skip


def _asked(found: Runs, asked: Mapping[tuple[str, str], int]) -> list[str]:
    """What must not be repeated was asked once, or at most once where it failed or no one knows."""
    wrong, keys = [], set()
    for row in found.runs:
        for one in found.steps[row.WorkflowRun.id]:
            step = one.WorkflowStepRun
            if step.kind != "http_request":
                continue
            key = (PATHS[step.step], f"{name_of(row.WorkflowRun)}:{step.step}")
            keys.add(key)
            least = int(step.state == StepState.DONE)
            most = step.attempts if key[0] == AGAIN else min(1, step.attempts)
            if not least <= asked.get(key, 0) <= most:
                wrong.append(f"{key} {step.state}: {asked.get(key, 0)} times, {step.attempts} attempts")
    return wrong + [f"{key} of no run" for key in asked if key not in keys]


def _notes(found: Runs) -> list[str]:
    query = select(Contact.phone).join(Thread, Thread.contact_id == Contact.id)
    query = query.join(Note, Note.thread_id == Thread.id).where(Note.text == flows.NOTED)
    there = Counter(db.session.scalars(query))
    done = Counter(
        row.phone for row in found.runs for one in found.steps[row.WorkflowRun.id]
        if one.WorkflowStepRun.kind == "note" and one.WorkflowStepRun.state == StepState.DONE
    )  # fmt: skip
    phones = there.keys() | done.keys()
    return [f"{one}: {there[one]}, not {done[one]}" for one in phones if there[one] != done[one]]


def _calls(found: Runs) -> list[str]:
    """One call for each step; how often it was dialled is asked of all calls (phones.audit)."""
    steps = Counter(
        row.phone for row in found.runs for one in found.steps[row.WorkflowRun.id]
        if one.WorkflowStepRun.kind == "place_call" and one.WorkflowStepRun.entry_id
    )  # fmt: skip
    query = select(Call.phone).where(Call.phone.in_([*steps]), Call.origin == "workflow")
    made = Counter(db.session.scalars(query))
    return [f"{one}: {made[one]} calls, {steps[one]} steps" for one in steps if made[one] != steps[one]]
