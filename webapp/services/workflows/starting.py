"""Starting a workflow for a contact, or refusing to, with the reason: each event starts it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import CompoundSelect, Select, bindparam, func, select, union_all

from webapp import queue
from webapp.bulk import cached_statement, execute_core
from webapp.db import UtcDateTime, db, insert, now
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import RunState, WorkflowRefusal, WorkflowRun
from webapp.rules import storable
from webapp.rules.workflow import conditions, kinds, outline
from webapp.rules.workflow.document import Again, Document
from webapp.services import containment
from webapp.services.contacts import known_facts
from webapp.services.opt_outs import register
from webapp.services.workflows import store, values
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

log = structlog.get_logger(__name__)
ACTIVE = (RunState.WAITING, RunState.RUNNING)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BY_THE_CLOCK = ("schedule", "date")
EARLY = timedelta(hours=2)
"""What the clock starts each day comes earlier by so much where the clocks go forward, and by seconds where
fewer are started before."""
LONGEST_KEY = 120
LONGEST_VALUE = 2_000
"""Characters of what is kept of an event, for each of its values."""
KNOW_OPT_OUTS = ("opted_out", "opted_in")
"""Triggers about those who are, or were, opted out."""


@dataclass(frozen=True)
class Refused:
    """`why`: a word for lists."""

    why: str
    sentence: str


@dataclass(frozen=True)
class Started:
    """What came of an event: a run, a refusal, or neither, because it had come of it before."""

    run_id: int | None = None
    refused: Refused | None = None


def start(workflow: Workflow, document: Document, happened: Happened) -> Started:
    """Start it for a contact, unless something is in the way; that is kept for a while.

    `document`: its published version. Holds the contact.
    """
    key = happened.key[:LONGEST_KEY]
    if _is_known(workflow.id, key):
        return Started()
    known_facts.lock(happened.contact)
    refused = obstacle(workflow, document, happened)
    if refused is not None:
        return Started(refused=refused) if refuse(workflow, happened, refused) else Started()
    return Started(run_id=_begin(workflow, document, happened, key))


def contained(workflow: Workflow, document: Document, happened: Happened) -> Started:
    """The same, where what raises must keep no other start from going on: it is refused, and says so."""
    started, error = containment.attempt_within(lambda: start(workflow, document, happened))
    if started is not None:
        return started
    assert error is not None  # noqa: S101  (for mypy)
    log.error("a workflow was not started", workflow=workflow.id, key=happened.key, error=repr(error))
    name = containment.name(error)
    failed = Refused("failed", f"Outbound failed on this start ({name}); the log says more.")
    return Started(refused=failed) if refuse(workflow, happened, failed) else Started()


def obstacle(workflow: Workflow, document: Document, happened: Happened) -> Refused | None:
    """Why it does not start for them; None: nothing is in the way."""
    if workflow.state != WorkflowState.LIVE:
        return Refused("not live", "The workflow is not live at present.")
    return obstacle_if_live(workflow, document, happened)


def obstacle_if_live(workflow: Workflow, document: Document, happened: Happened) -> Refused | None:
    """The same for a draft that is tried."""
    contact = happened.contact
    if not outline.first(document):
        return Refused("empty", "The workflow has no steps.")
    if not conditions.hold(document.conditions, values.of_start(contact, happened.values)):
        said = conditions.words(document.conditions)
        return Refused("conditions", f"Its conditions were not met: {said}.")
    if _reaches(document) and document.trigger and document.trigger.kind not in KNOW_OPT_OUTS:
        if not contact.phone.startswith("+"):
            return Refused("no phone", "Nothing can be sent to a sender’s name or a short code.")
        if register.active([contact.phone]):
            return Refused("opted out", "They have opted out.")
    return _too_often(workflow, document, contact)


def _too_often(workflow: Workflow, document: Document, contact: Contact) -> Refused | None:
    """A loop ends here: two workflows that start each other, or one that answers a machine."""
    box = document.box
    times = execute_core(_times(), _since(workflow) | {"contact": contact.id}).one()
    if box.again == Again.ONCE and times.ever:
        return Refused("before", "They have been in this workflow before, and go through it once.")
    if box.again == Again.ONE and times.present:
        return Refused("in it", "They are in this workflow already.")
    if times.today >= box.a_day:
        said = "once" if box.a_day == 1 else f"{box.a_day:,} times"
        return Refused("a day", f"They may be in this workflow {said} in 24 hours, and have been.")
    if is_full(workflow, document):
        return Refused("an hour", f"It may start {box.an_hour:,} times in an hour, and has.")
    return None


@cached_statement
def _times() -> Select[int, int, int]:
    """How often a contact has been in a workflow: ever, at present, in the last day."""
    of_workflow = WorkflowRun.workflow_id == bindparam("workflow")
    today = WorkflowRun.started_at > bindparam("day", type_=UtcDateTime())
    present = WorkflowRun.state.in_(ACTIVE)
    return select(
        func.count().label("ever"),
        func.count().filter(present).label("present"),
        func.count().filter(today).label("today"),
    ).where(of_workflow, WorkflowRun.contact_id == bindparam("contact"))


def is_full(workflow: Workflow, document: Document) -> bool:
    """Whether it has started as often as it may in an hour."""
    return room(workflow, document) <= 0


def room(workflow: Workflow, document: Document) -> int:
    """How often it may still start in this hour."""
    count: int = execute_core(_lately(), _since(workflow)).scalar_one()
    return document.box.an_hour - count


@cached_statement
def _lately() -> Select[int]:
    lately = WorkflowRun.started_at > bindparam("hour", type_=UtcDateTime())
    return select(func.count()).where(WorkflowRun.workflow_id == bindparam("workflow"), lately)


def _since(workflow: Workflow) -> dict[str, Any]:
    day = DAY - EARLY if workflow.trigger in BY_THE_CLOCK else DAY
    return {"workflow": workflow.id, "day": now() - day, "hour": now() - HOUR}


def _reaches(document: Document) -> bool:
    steps = (kinds.STEPS.get(placed.step.kind) for placed in outline.walk(document))
    return any(kind is not None and kind.reaches for kind in steps)


def _is_known(workflow_id: int, key: str) -> bool:
    return execute_core(_known(), {"workflow": workflow_id, "key": key}).first() is not None


@cached_statement
def _known() -> CompoundSelect[int]:
    """What came of an event: a run, or a refusal."""
    of_both = (
        select(kind.id).where(kind.workflow_id == bindparam("workflow"), kind.event_key == bindparam("key"))
        for kind in (WorkflowRun, WorkflowRefusal)
    )
    return union_all(*of_both)


def refuse(workflow: Workflow, happened: Happened, refused: Refused) -> bool:
    """Keep that it did not start, and why. False: it is known already what came of this event."""
    key = happened.key[:LONGEST_KEY]
    return not _is_known(workflow.id, key) and note_refused(workflow.id, key, refused, happened.contact.id)


def note_refused(workflow_id: int, key: str, refused: Refused, contact_id: int | None = None) -> bool:
    """A line in the log of refused starts; False: there is one of this key. None: no contact is known."""
    kept = {"workflow_id": workflow_id, "contact_id": contact_id, "event_key": key[:LONGEST_KEY]}
    written = insert(WorkflowRefusal).values(at=now(), **kept, **vars(refused))
    once = written.on_conflict_do_nothing(index_elements=["workflow_id", "event_key"])
    return db.session.scalar(once.returning(WorkflowRefusal.id)) is not None


def _begin(workflow: Workflow, document: Document, happened: Happened, key: str) -> int | None:
    """None: someone was faster."""
    written = insert(WorkflowRun).values(
        workflow_id=workflow.id,
        version=workflow.version,
        contact_id=happened.contact.id,
        thread_id=happened.thread_id,
        event_key=key,
        event=kept(happened.values),
        state=RunState.WAITING,
        step=outline.first(document),
        due_at=now(),
        started_at=now(),
        stops_on_reply=document.box.stop_on_reply,
    )
    once = written.on_conflict_do_nothing(index_elements=["workflow_id", "event_key"])
    run_id: int | None = db.session.scalar(once.returning(WorkflowRun.id))
    if run_id is not None:
        queue.later(queue.RUN_WORKFLOWS)
    return run_id


def kept(event: Mapping[str, Any]) -> dict[str, Any]:
    """What a database can hold of it."""
    found: dict[str, Any] = storable.clean_json(
        {name[:120]: str(one)[:LONGEST_VALUE] for name, one in event.items()}
    )
    return found


def fitting(kind: str, happened: Happened) -> list[tuple[Workflow, Document]]:
    """The live workflows that start by this: with a trigger of this kind, whose settings fit."""
    live = select(Workflow).where(Workflow.trigger == kind, Workflow.state == WorkflowState.LIVE)
    found = []
    for workflow in db.session.scalars(live.order_by(Workflow.id)):
        document = store.published(workflow)
        if document is not None and fits(document, happened):
            found.append((workflow, document))
    return found


def fits(document: Document, happened: Happened) -> bool:
    """Whether the settings of its trigger are about this. Not where something in them is gone by now."""
    if document.trigger is None:
        return False
    handler = TRIGGERS[document.trigger.kind]
    try:
        return handler.fits(handler.read(document.trigger.settings), happened)
    except Fault:
        return False
