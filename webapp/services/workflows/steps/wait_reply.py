"""Wait until they write, or until it is too late; and tell apart what they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.entry import Direction, Entry
from webapp.models.message import Message, MessageState
from webapp.models.workflow_run import Awaits, WorkflowStepRun
from webapp.rules.replies.reply_kinds import ReplyKind, kind_of_reply
from webapp.services.workflows.fields import AMOUNT, UNIT, span
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler, Waits
from webapp.services.workflows.steps.waiting import DATE_FIELDS, until

BRANCHES = {ReplyKind.YES: "yes", ReplyKind.NO: "no"}
_NUMBER = re.compile(r"\d{1,9}")
SOON = timedelta(minutes=1)
"""What left so soon after it was queued did not wait."""
LANGUAGES = ("en", "es", "fr", "de", "pt")


class WaitReply(StepHandler):
    """A run that waits here is not stopped by their reply: it goes on with it.

    With a day it waits until then, else for the amount of time from when their text left. `inbox/receive`
    wakes it (workflows/replies). An automatic reply is not theirs: it waits on, as what they write themselves
    may come after it.
    """

    kind = "wait_reply"
    at_once = AT_ONCE
    quiet = True
    fields = (AMOUNT, UNIT, *DATE_FIELDS)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        if not _until_a_day(context):
            return Waits(now() + span(values), Awaits.REPLY)
        last = until(context.contact, context.step, values, context.values)
        return Waits(last, Awaits.REPLY) if last > now() else Done(branch="timeout")

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        if context.run.reply_id is None:
            left_late = None if _until_a_day(context) else _left_late(context)
            last = None if left_late is None else left_late + span(values)
        elif theirs := _theirs(context):
            return theirs
        else:
            last = _last(context, values)
        return Waits(last, Awaits.REPLY) if last is not None and last > now() else Done(branch="timeout")


def _theirs(context: StepContext) -> Done | None:
    """The first of their texts, from the one that woke the run on, that no machine wrote."""
    woke = context.run.reply_id
    thread = select(Entry.thread_id).where(Entry.id == woke).scalar_subquery()
    theirs = (Entry.thread_id == thread, Entry.direction == Direction.IN, Entry.id >= woke)
    query = select(Message).where(*theirs, Message.reacts_to.is_(None)).order_by(Message.id)
    found = (read(one.text or "") for one in db.session.scalars(query))
    return next((one for one in found if one.output["kind"] != ReplyKind.AUTO_REPLY), None)


def _last(context: StepContext, values: Mapping[str, Any]) -> datetime:
    """When it is too late: on a day, or so long after their text left, or the step was begun."""
    if _until_a_day(context):
        return until(context.contact, context.step, values, context.values)
    return (_left_late(context) or context.record.at) + span(values)


def _until_a_day(context: StepContext) -> bool:
    return bool(context.step.settings.get("date", "").strip())


def _left_late(context: StepContext) -> datetime | None:
    """When what the run sent last left, where it waited in the queue; now, if it waits there still.

    They could not answer before.
    """
    sent = (WorkflowStepRun.run_id == context.run.id, WorkflowStepRun.entry_id.is_not(None))
    last = select(WorkflowStepRun.entry_id).where(*sent).order_by(WorkflowStepRun.no.desc()).limit(1)
    entry = db.session.get(Entry, db.session.scalar(last) or 0)
    if entry is None:
        return None
    if entry.state == MessageState.QUEUED:
        return now()
    late = entry.sent_at is not None and entry.sent_at > context.record.at + SOON
    return entry.sent_at if late else None


def read(text: str) -> Done:
    """`kind`: yes, no, question, wrong_number, stop, auto_reply or other. `number`: the first one in it."""
    kind = kind_of_reply(text, LANGUAGES).kind
    number = _NUMBER.search(text)
    output = {"reply": text, "kind": str(kind), "number": number[0] if number else ""}
    return Done(output, BRANCHES.get(kind, "other"))
