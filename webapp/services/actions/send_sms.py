"""Send a text to the contact, in the thread that the action is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.field_kinds import Whole
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.source import SourceKind
from webapp.rules import segments
from webapp.services.actions.base import ActionFault, Context, DatabaseAction, Field, Result
from webapp.services.actions.kinds import Text, fill
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.threads import enqueue

MOST_SEGMENTS = 6
ORIGINS = {
    SourceKind.AGENT: Origin.AGENT,
    SourceKind.PERSON: Origin.STAFF,
    SourceKind.WORKFLOW: Origin.WORKFLOW,
    SourceKind.API: Origin.API,
}


class SendSms(DatabaseAction):
    """By the outbox, as any text: the gate is asked now, and again when it leaves. Outside hours it waits."""

    kind = "send_sms"
    word = "Send a text"
    icon = "send"
    fields = (
        Field(
            "text", "Text", Text(1600, required=True, rows=3), "It may have placeholders, such as {{date}}."
        ),
        Field("segments", "Segments", Whole(MOST_SEGMENTS), "A longer text is not sent.", default="1"),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        text = fill(values["text"], context.values).strip()
        origin = ORIGINS.get(context.by.kind, Origin.WORKFLOW)  # the strictest
        must_fit(text, values["segments"])
        verdict = gate.ask(context.contact.phone, Asking(origin, Channel.SMS))
        if verdict.obstacle:
            raise ActionFault(f"The text was not sent: {verdict.obstacle}")
        enqueue.put(
            context.thread, text, origin, context.by.user_id, ref=context.key, not_before=verdict.until
        )
        return Result()


def must_fit(text: str, most: int) -> None:
    """Raises ActionFault for a text that is empty, or has more segments."""
    if not text:
        raise ActionFault("The text was not sent: it is empty.")
    size = segments.measure(text).segments
    if size > most:
        raise ActionFault(f"The text was not sent: it would be {size} segments, and may be {most}.")
