"""Put the contact into a segment that is made by hand, or take them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.services.contacts.segments import members, store
from webapp.services.workflows.fields import SEGMENT
from webapp.services.workflows.steps.base import Done, Result, StepContext, StepHandler


class JoinSegment(StepHandler):
    """Who is in it already stays."""

    kind = "join_segment"
    fields = (SEGMENT,)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        segment = store.get(values[SEGMENT.key])
        new = members.add(segment, members.these([context.contact.id]), context.by)
        return Done(left_out="" if new else f"They were in “{segment.name}” already.")


class LeaveSegment(StepHandler):
    """Who is not in it stays out."""

    kind = "leave_segment"
    fields = (SEGMENT,)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        segment = store.get(values[SEGMENT.key])
        gone = members.take(segment, members.these([context.contact.id]), context.by)
        return Done(left_out="" if gone else f"They were not in “{segment.name}”.")
