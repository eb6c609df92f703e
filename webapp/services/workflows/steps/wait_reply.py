"""Wait until they write, or until it is too late; and tell apart what they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from webapp.db import db, now
from webapp.models.message import Message
from webapp.models.workflow_run import Awaits
from webapp.rules.reply_kinds import ReplyKind, kind_of_reply
from webapp.services.workflows.fields import AMOUNT, UNIT, span
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler, Waits
from webapp.services.workflows.steps.waiting import DATE_FIELDS, until

BRANCHES = {ReplyKind.YES: "yes", ReplyKind.NO: "no"}
_NUMBER = re.compile(r"\d{1,9}")
LANGUAGES = ("en", "es", "fr", "de", "pt")


class WaitReply(StepHandler):
    """A run that waits here is not stopped by their reply: it goes on with it.

    With a day it waits until then, else for the amount of time. `inbox/receive` wakes it (workflows/replies).
    """

    kind = "wait_reply"
    at_once = AT_ONCE
    quiet = True
    fields = (AMOUNT, UNIT, *DATE_FIELDS)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        if not context.step.settings.get("date", "").strip():
            return Waits(now() + span(values), Awaits.REPLY)
        last = until(context.contact, context.step, values, context.values)
        return Waits(last, Awaits.REPLY) if last > now() else Done(branch="timeout")

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        reply = db.session.get(Message, context.run.reply_id) if context.run.reply_id else None
        if reply is None:
            return Done(branch="timeout")
        return read(reply.text or "")


def read(text: str) -> Done:
    """`kind`: yes, no, question, wrong_number, stop, auto_reply or other. `number`: the first one in it."""
    kind = kind_of_reply(text, LANGUAGES).kind
    number = _NUMBER.search(text)
    output = {"reply": text, "kind": str(kind), "number": number[0] if number else ""}
    return Done(output, BRANCHES.get(kind, "other"))
