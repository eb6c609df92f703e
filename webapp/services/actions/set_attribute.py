"""Set an attribute of the contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.field_kinds import Kind
from webapp.services.actions.base import Context, DatabaseAction, Field, Result
from webapp.services.actions.kinds import Text, fill
from webapp.services.contacts import attributes


@dataclass(frozen=True)
class AttributeName(Kind):
    """The name of an attribute."""

    def read(self, typed: str, key: str) -> str:
        return attributes.read_name(typed)


class SetAttribute(DatabaseAction):
    """What a person has set stays; then the value is offered beside it."""

    kind = "set_attribute"
    word = "Set an attribute"
    icon = "pencil"
    fields = (
        Field("name", "Attribute", AttributeName(required=True)),
        Field("value", "Value", Text(500, required=True), "It may have placeholders, such as {{date}}."),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        name, value = values["name"], fill(values["value"], context.values)
        if attributes.put(context.contact, name, value, context.by):
            return Result()
        return Result(sentence=f"A person has set “{name}”, so “{value}” is only offered.")
