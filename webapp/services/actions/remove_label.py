"""Take a label off the contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.services.actions.add_label import LABEL
from webapp.services.actions.base import Context, DatabaseAction, Result
from webapp.services.contacts import labels


class RemoveLabel(DatabaseAction):
    """Nothing happens where it is not there."""

    kind = "remove_label"
    word = "Remove a label"
    icon = "dash-circle"
    fields = (LABEL,)

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        removed = labels.remove(context.contact, values["label"], context.by)
        return Result(sentence="" if removed else f"They did not have the label “{values['label']}”.")
