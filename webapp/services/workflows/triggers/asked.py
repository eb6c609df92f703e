"""Triggers that someone or something asks for: a person of the team, or another program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.field_kinds import Line
from webapp.services.actions.base import Field
from webapp.services.workflows.triggers.base import Happened, TriggerHandler


class ByHand(TriggerHandler):
    """Someone of the team chooses a contact, or several."""

    kind = "hand"


class Reported(TriggerHandler):
    """A program reports an event of this name; its fields are `trigger.NAME`."""

    kind = "event"
    fields = (Field("event", "Event", Line(80, required=True), "As the program calls it: order.shipped"),)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return bool(values["event"].casefold() == happened.values["event"].casefold())
