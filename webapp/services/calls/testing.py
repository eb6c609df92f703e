"""A test of a batch of calls: one's own phone rings, and says what a row of the list hears."""

from __future__ import annotations

from webapp.errors import Conflict, Fault
from webapp.models.batch import Batch
from webapp.models.call import Call, OnMachine, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.entry import Origin
from webapp.rules import placeholders
from webapp.services import events
from webapp.services.batches import preview, test_message
from webapp.services.batches.replies import reply_handling
from webapp.services.calls import placing
from webapp.services.calls.placing import CallWanted
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.threads import opening


def place(batch: Batch, typed: str, user_id: int, row_no: int = 0) -> Call:
    """Call a phone as a row (the first one that has a phone) would be called. Raises Fault."""
    if batch.number is None or not batch.number.can(Channel.CALL):
        raise Conflict("Choose the number to call from first.")
    to = test_message.receiver(typed, batch.country)
    verdict = gate.ask(to, Asking(Origin.TEST, Channel.CALL))
    if not verdict.allowed and verdict.until is None:
        raise Fault(verdict.reason, "phone")
    wanted = _wanted(batch, preview.look(batch, batch.content, row_no))
    thread = opening.open_one(batch.number.id, to)
    call = placing.place(thread, wanted, Origin.TEST, user_id, not_before=verdict.until)
    batch.test_message_id = call.id
    batch.revision += 1
    events.note("batch.tested", user_id=user_id, batch_id=batch.id, phone=to, channel=str(batch.channel))
    return call


def _wanted(batch: Batch, look: preview.Look) -> CallWanted:
    content: CallContent = batch.content
    if not look.text.strip():
        raise Fault("Nothing is said for this row. Write what the call says first.", "phone")
    agent = reply_handling.of(batch).agent
    return CallWanted(
        look.text,
        agent_id=agent.id if agent else None,
        context=placeholders.fill(batch.context, batch.columns, look.row.cells if look.row else ()),
        language=content.language,
        on_voicemail=OnVoicemail(content.voicemail),
        voicemail_message=look.voicemail,
        on_screening=OnMachine(content.screening),
        on_menu=OnMachine(content.menu),
        record=content.record,
        ring_seconds=content.ring_seconds,
        longest_seconds=content.longest_seconds,
    )
