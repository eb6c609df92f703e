"""Wait: for a while, until a day and time, until they can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.db import now
from webapp.field_kinds import Whole
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.rules.workflow.document import Step
from webapp.rules.workflow.variables import Values
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice, Text
from webapp.services.workflows import values as known
from webapp.services.workflows.fields import AFTER, AMOUNT, BEFORE, UNIT, ClockTime, moment, span
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler, Waits

DATE_FIELDS = (
    Field("date", "Day", Text(200), "For example {{contact.appointment}}. Empty: the next time of day."),
    Field("days", "Days", Whole(3650, least=0), default="0"),
    Field("side", "Before or after", Choice((BEFORE, AFTER)), default=BEFORE),
    Field("at", "Time of day", ClockTime(), "On their clock, for example 18:00."),
)  # fmt: skip


def until(
    contact: Contact, step: Step, read: Mapping[str, Any], values: Values, since: datetime | None = None
) -> datetime:
    """The moment (UTC) that DATE_FIELDS say, as they were `read`. `since` and faults: see fields.moment."""
    days = read["days"] * (-1 if read["side"] == BEFORE else 1)
    return moment(step.settings.get("date", ""), days, read["at"], known.zones(contact)[0], values, since)


class Wait(StepHandler):
    """Minutes, hours, days or weeks."""

    kind = "wait"
    at_once = AT_ONCE
    quiet = True
    fields = (AMOUNT, UNIT)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        return Waits(now() + span(values))

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        return Done()


class WaitUntil(StepHandler):
    """On their clock. One that has passed already is not waited for.

    Meanwhile their day may be moved, or they may: then it waits for the new moment (running/moved).
    """

    kind = "wait_until"
    at_once = AT_ONCE
    quiet = True
    fields = DATE_FIELDS

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        moment = until(context.contact, context.step, values, context.values)
        return Waits(moment) if moment > now() else Done({"passed": "yes"})

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        begun = context.record.at
        moment = until(context.contact, context.step, values, context.values, begun)
        return Done({"passed": "yes" if moment <= begun else "no"})


class WaitHours(StepHandler):
    """Until the hours of the team, and those of the workflow, are open for them."""

    kind = "wait_hours"
    at_once = AT_ONCE
    safe = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        way = reaching.obstacle(context, Channel.SMS)
        return way if isinstance(way, Waits) else Done()
