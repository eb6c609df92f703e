"""Put a label on the contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.field_kinds import Flag, Kind
from webapp.services.actions.base import Context, DatabaseAction, Field, Result
from webapp.services.contacts import labels


@dataclass(frozen=True)
class LabelName(Kind):
    """A label, without placeholders: what contacts write makes no labels."""

    def read(self, typed: str, key: str) -> str:
        return labels.read(typed)


LABEL = Field("label", "Label", LabelName(required=True))


class AddLabel(DatabaseAction):
    """Suggested only, where a person is to confirm it."""

    kind = "add_label"
    word = "Add a label"
    icon = "tag"
    fields = (
        LABEL,
        Field("suggested", "Only suggest it", Flag(), "It counts once a person has confirmed it."),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        labels.put(context.contact, values["label"], context.by, suggested=values["suggested"])
        return Result()
