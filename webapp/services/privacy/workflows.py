"""Runs of workflows, refused starts and notices: held while someone is erased, exported, and removed in time.

They go with their contact and their conversation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, select, update

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, now, only_reading
from webapp.errors import Conflict
from webapp.models.contact import Contact
from webapp.models.form_entry import FormEntry
from webapp.models.notice import Notice
from webapp.models.workflow_address import WebhookSample
from webapp.models.workflow_run import RunState, WorkflowRefusal, WorkflowRun
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services import row_locks

AT_ONCE = 1000
REFUSALS = timedelta(days=30)
TO_COME = (StartState.PENDING, StartState.RUNNING)
ACTIVE = (RunState.WAITING, RunState.RUNNING)


def hold(phone: str) -> None:
    """Hold the runs of someone, before anything else: none of them goes on meanwhile.

    Raises Conflict while another system is being asked about them.
    """
    theirs = WorkflowRun.contact_id.in_(select(Contact.id).where(Contact.phone == phone))
    db.session.execute(row_locks.in_order(WorkflowRun.id, theirs)).all()
    asked = select(WorkflowRun.id).where(theirs, WorkflowRun.state == RunState.RUNNING)
    if db.session.execute(asked.where(WorkflowRun.due_at > now()).limit(1)).first() is not None:
        raise Conflict("Another system is being asked about them at this moment. Try again in a few minutes.")


def runs(before: datetime) -> Iterator[int]:
    """Remove what ended before then, with its steps. Yields how many, whenever a commit is due."""
    over = (WorkflowRun.started_at < before, WorkflowRun.state.not_in(ACTIVE))
    yield from remove(WorkflowRun, *over)


def refusals(before: datetime) -> Iterator[int]:
    """Starts that were refused before then."""
    yield from remove(WorkflowRefusal, WorkflowRefusal.at < before)


def samples(before: datetime) -> Iterator[int]:
    """What other systems sent to the addresses of workflows before then."""
    yield from remove(WebhookSample, WebhookSample.at < before)


def entries(before: datetime) -> Iterator[int]:
    """What was entered into forms before then. What they agreed to stays, without their answers."""
    yield from remove(FormEntry, FormEntry.at < before, FormEntry.consent == "")
    old = (FormEntry.at < before, cast(FormEntry.answers, Text) != "{}")
    while ids := _some(FormEntry, *old):
        emptied = update(FormEntry).where(
            row_locks.in_turn(FormEntry.id, in_param(FormEntry.id, "ids"), *old)
        )
        db.session.execute(emptied.values(answers={}), {"ids": ids}, execution_options=UNTRACKED)
        yield len(ids)


def starts(before: datetime) -> Iterator[int]:
    """Starts for many that were over, or never begun, before then."""
    yield from remove(WorkflowStart, WorkflowStart.created_at < before, WorkflowStart.state.not_in(TO_COME))


def notices(before: datetime) -> Iterator[int]:
    """What the team was told before then."""
    yield from remove(Notice, Notice.at < before)


def remove(model: Any, *where: Any) -> Iterator[int]:
    """Rows of a table, some at a time. Yields how many, whenever a commit is due."""
    while ids := _some(model, *where):
        gone = delete(model).where(row_locks.in_turn(model.id, in_param(model.id, "ids"), *where))
        db.session.execute(gone, {"ids": ids}, execution_options=UNTRACKED)
        yield len(ids)


def _some(model: Any, *where: Any) -> Sequence[int]:
    with only_reading() as connection:
        query = select(model.id).where(*where).order_by(model.id).limit(AT_ONCE)
        found: Sequence[int] = connection.scalars(query).all()
    return found
