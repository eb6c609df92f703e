"""Leave the conversation to staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.services import signals
from webapp.services.actions.base import ActionFault, Context, DatabaseAction, Field, Result
from webapp.services.actions.kinds import Text, fill_for_staff

LONGEST = 500


class HandOff(DatabaseAction):
    """The agent stops, and the conversation is flagged with the reason until someone acts."""

    kind = "hand_off"
    word = "Hand off to staff"
    icon = "people"
    fields = (
        Field(
            "reason",
            "Reason",
            Text(LONGEST, required=True, rows=2),
            "What your team is to do. It may have placeholders, such as {{date}}.",
        ),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        reason = fill_for_staff(values["reason"], context.values).strip()
        if not reason:
            raise ActionFault("It was not handed off: the reason is empty.")
        signals.emit(signals.STAFF_WANTED, thread=context.thread.id, reason=reason, action=context.key)
        return Result()
