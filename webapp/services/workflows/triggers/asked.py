"""Triggers that someone or something asks for: a person of the team, or another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp import form_fields
from webapp.field_kinds import Kind
from webapp.services.actions.base import Field
from webapp.services.workflows.triggers.base import Happened, TriggerHandler

LONGEST = 80


@dataclass(frozen=True)
class EventName(Kind):
    """What a program calls something that happens there."""

    def read(self, typed: str, key: str) -> str:
        too_long = f"The name of an event can have up to {LONGEST} characters."
        missing = "Write what the program calls the event."
        return form_fields.line(typed, key, LONGEST, missing=missing, too_long=too_long)


class ByHand(TriggerHandler):
    """Someone of the team chooses a contact, or several."""

    kind = "hand"


class Reported(TriggerHandler):
    """A program reports an event of this name; its fields are `trigger.NAME`."""

    kind = "event"
    fields = (Field("event", "Event", EventName(required=True), "As the program calls it: order.shipped"),)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return bool(values["event"].casefold() == happened.values["event"].casefold())
