"""They wrote: runs that wait for it go on with it, and those that it stops are stopped, in its transaction.

Otherwise a step that is done in the same moment would text them once more. Called where a text of theirs is
written down, before anything else is locked: runs come first (services/row_locks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from webapp import queue
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.models.contact import Contact
from webapp.models.entry import Direction, Entry, Origin
from webapp.models.message import Message
from webapp.models.workflow_run import Awaits, RunState, WorkflowRun, WorkflowStepRun
from webapp.rules.callflow.sentences import LANGUAGES
from webapp.rules.replies.reply_kinds import ReplyKind, is_automatic, kind_of_reply
from webapp.services import row_locks
from webapp.services.workflows import ending

REPLIED, CALLED, OPTED_OUT = "They replied.", "They called.", "They opted out."
_ACTIVE = WorkflowRun.state.in_([inline_literal("waiting"), inline_literal("running")])


def stop(phone: str, text: str = "", *, opts_out: bool = False) -> Sequence[int]:
    """Stop what their text stops; returns the ids of runs that wait for it. What is queued is taken back.

    All of these runs are locked. `opts_out`: then it stops every run. An automatic `text` is not theirs, and
    stops none. Without any: two looks at indexes.
    """
    waiting: list[int] = []
    if ids := [row.id for row in execute_core(_of_phone(), {"phone": phone})]:
        query = select(WorkflowRun.id, WorkflowRun.awaits, WorkflowRun.stops_on_reply)
        query = query.where(in_param(WorkflowRun.id, "ids"), _ACTIVE).order_by(WorkflowRun.id)
        rows = db.session.execute(query.with_for_update(key_share=True), {"ids": ids}).all()
        waiting = [row.id for row in rows if row.awaits == Awaits.REPLY and not opts_out]
        stopped = [row.id for row in rows if (row.stops_on_reply or opts_out) and row.id not in waiting]
        if stopped and not opts_out and is_automatic(text):
            return waiting
        if stopped:
            row_locks.queued_for([phone])  # all of them, in their order, before some are taken back
        ending.end_these(stopped, RunState.STOPPED, OPTED_OUT if opts_out else REPLIED)
    done = [row.run_id for row in execute_core(_queued(), {"phone": phone}) if row.run_id not in waiting]
    if done and (opts_out or not is_automatic(text)):  # its last text has not left yet
        row_locks.queued_for([phone])
        ending.take_back(done, REPLIED)
    return waiting


@cached_statement
def _of_phone() -> Select[int]:
    theirs = select(Contact.id).where(Contact.phone == bindparam("phone")).scalar_subquery()
    return select(WorkflowRun.id).where(WorkflowRun.contact_id == theirs, _ACTIVE)


@cached_statement
def _queued() -> Select[int]:
    waits = (Entry.phone == bindparam("phone"), Entry.state == inline_literal("queued"))
    query = select(WorkflowStepRun.run_id).join(Entry, Entry.id == WorkflowStepRun.entry_id)
    query = query.join(WorkflowRun, WorkflowRun.id == WorkflowStepRun.run_id)
    return query.where(*waits, Entry.origin == str(Origin.WORKFLOW), WorkflowRun.stops_on_reply.is_(True))


def are_answered(run_ids: Sequence[int], message: Message) -> bool:
    """Whether this is the yes or no that one of these runs asked for, by the latest that was said to them.

    Then no agent answers it, too: they would get two answers.
    """
    kind = kind_of_reply(message.text or "", LANGUAGES).kind if run_ids else ReplyKind.OTHER
    if kind not in (ReplyKind.YES, ReplyKind.NO):
        return False
    theirs = (Entry.thread_id == message.thread_id, Entry.direction == Direction.OUT)
    latest = select(func.max(Entry.id)).where(*theirs).scalar_subquery()
    asked = select(WorkflowStepRun.id).where(WorkflowStepRun.entry_id == latest)
    asked = asked.where(in_param(WorkflowStepRun.run_id, "ids")).limit(1)
    return db.session.scalar(asked, {"ids": run_ids}) is not None


def wake(run_ids: Sequence[int], message_id: int) -> None:
    """What they wrote is written down, as this message: what waited for it goes on with it, or with what they
    wrote before, if that has not been read yet."""
    if run_ids:
        woken = update(WorkflowRun).where(in_param(WorkflowRun.id, "ids"))
        values = {"reply_id": func.coalesce(WorkflowRun.reply_id, message_id), "due_at": now()}
        db.session.execute(woken.values(values), {"ids": run_ids}, execution_options=UNTRACKED)
        queue.later(queue.RUN_WORKFLOWS)


def called(data: Mapping[str, Any]) -> None:
    """The hook of a call of theirs: `contact`. What waits for their text goes on waiting."""
    theirs = (WorkflowRun.contact_id == data["contact"], WorkflowRun.stops_on_reply.is_(True))
    ending.end_all(RunState.STOPPED, CALLED, *theirs, WorkflowRun.awaits != Awaits.REPLY)
