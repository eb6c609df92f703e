"""They wrote: runs that wait for it go on with it, and those that it stops are stopped, in its transaction.

Otherwise a step that is done in the same moment would text them once more. Called where a text or a call of
theirs is written down, before anything else is locked: runs come first (services/row_locks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, inline_literal, now
from webapp.models.contact import Contact
from webapp.models.workflow_run import Awaits, RunState, WorkflowRun
from webapp.services.workflows import ending

REPLIED = "They replied."
CALLED = "They called."
_ACTIVE = WorkflowRun.state.in_([inline_literal("waiting"), inline_literal("running")])


@dataclass(frozen=True)
class Held:
    """The runs of someone who writes, locked: those that wait for it, and those that it stops."""

    waiting: Sequence[int] = ()
    stopped: Sequence[int] = ()


def hold(phone: str) -> Held:
    """Lock the runs of the one who writes. Without any, one look into an index."""
    if not (ids := [row.id for row in execute_core(_of_phone(), {"phone": phone})]):
        return Held()
    query = select(WorkflowRun.id, WorkflowRun.awaits, WorkflowRun.stops_on_reply)
    query = query.where(in_param(WorkflowRun.id, "ids"), _ACTIVE).order_by(WorkflowRun.id)
    rows = db.session.execute(query.with_for_update(key_share=True), {"ids": ids}).all()
    waiting = [row.id for row in rows if row.awaits == Awaits.REPLY]
    return Held(waiting, [row.id for row in rows if row.stops_on_reply and row.id not in waiting])


@cached_statement
def _of_phone() -> Select[int]:
    theirs = select(Contact.id).where(Contact.phone == bindparam("phone")).scalar_subquery()
    return select(WorkflowRun.id).where(WorkflowRun.contact_id == theirs, _ACTIVE)


def heard(held: Held, message_id: int) -> None:
    """What they wrote is written down, as this message."""
    if held.stopped:
        ending.end_these(held.stopped, RunState.STOPPED, REPLIED)
    if held.waiting:
        woken = update(WorkflowRun).where(in_param(WorkflowRun.id, "ids"))
        values = {"reply_id": message_id, "due_at": now()}
        db.session.execute(woken.values(values), {"ids": held.waiting}, execution_options=ending.UNSEEN)
        queue.later(queue.RUN_WORKFLOWS)


def called(data: Mapping[str, Any]) -> None:
    """The hook of a call of theirs: `contact`. What waits for their text goes on waiting."""
    theirs = (WorkflowRun.contact_id == data["contact"], WorkflowRun.stops_on_reply.is_(True))
    ending.end_all(RunState.STOPPED, CALLED, *theirs, WorkflowRun.awaits != Awaits.REPLY)
