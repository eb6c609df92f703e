"""Leave a note for colleagues in the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.services.actions.base import Context, DatabaseAction, Field, Result
from webapp.services.actions.kinds import Text, fill_for_staff
from webapp.services.threads import notes

LONGEST = 1000


class Note(DatabaseAction):
    """The contact does not see it."""

    kind = "note"
    word = "Leave a note"
    icon = "sticky"
    fields = (
        Field(
            "text",
            "Note",
            Text(LONGEST, required=True, rows=3),
            "For your team. It may have placeholders, such as {{date}}.",
        ),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        text = fill_for_staff(values["text"], context.values)
        notes.add(context.thread, text[: notes.LONGEST], context.by.user_id)
        return Result()
