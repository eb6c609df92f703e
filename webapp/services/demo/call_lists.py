"""Lets the calls of a made-up batch be placed in the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webapp.agents import base
from webapp.channels import registry as channels
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.demo import calls, lists
from webapp.services.demo.answers import Answerer
from webapp.services.demo.lists import Sent
from webapp.services.demo.stage import Stage
from webapp.services.demo.story import PhoneCall
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking

EACH = timedelta(seconds=20)
"""From the start of one call of a batch to the next."""
AGAIN = timedelta(minutes=60)


def at(batch: Sent, index: int) -> datetime:
    """When one of its people is called."""
    return batch.start + index * EACH


def told_of(batch: Sent, index: int) -> PhoneCall:
    """What happens in that call: it rings in vain, where nothing is told."""
    name = batch.people[index].first_name
    known = {one.person: one for one in batch.told.calls or ()}
    return known.get(name, PhoneCall(name, outcome=Outcome.NO_ANSWER))


def place(batch: Sent, stage: Stage, index: int, by: Answerer, at: datetime, *, again: bool = False) -> None:
    """Call one of its people, or call them again."""
    person, recipient = batch.people[index], lists.recipient(batch.batch, index)
    verdict = gate.ask(person.phone, Asking(Origin.AGENT, batch.batch.channel, at=at))
    if verdict.obstacle:
        recipient.status, recipient.skip_reason = RecipientStatus.SKIPPED, verdict.short
        return
    told = told_of(batch, index)
    if told.before and not again:
        told = PhoneCall(told.person, outcome=told.before)
    one = stage.conversation(person, batch.told.number, at)
    said = (
        channels.of(batch.batch.channel).bind(batch.batch.content, batch.batch.columns).say(recipient.cells)
    )
    row = dict(zip(batch.batch.columns, recipient.cells, strict=True))
    one.outreach = base.Outreach(row, said.text, batch.batch.context)
    recipient.attempt += 1
    call = calls.placed(stage, one, told, by, at, **_values(batch, recipient, said))
    recipient.status, recipient.changed_at = RecipientStatus(str(call.outcome)), call.ended_at
    _opted_out(call, recipient)


def _values(batch: Sent, recipient: Recipient, said: Any) -> dict[str, Any]:
    content = batch.batch.content
    return {
        "origin": Origin.BATCH, "batch_id": batch.batch.id, "recipient_id": recipient.id,
        "first_message": said.text, "voicemail_message": said.voicemail, "context": batch.batch.context,
        "on_voicemail": content.voicemail, "on_screening": content.screening, "on_menu": content.menu,
        "ring_seconds": content.ring_seconds, "longest_seconds": content.longest_seconds,
        "attempt": recipient.attempt,
    }  # fmt: skip


def _opted_out(call: Call, recipient: Recipient) -> None:
    """As services/recipients/answered counts it."""
    verdict = gate.ask(call.phone, Asking(Origin.AGENT, Channel.CALL, at=call.ended_at))
    if verdict.obstacle:
        recipient.opted_out_at, recipient.reply_kind = call.ended_at, ReplyKind.STOP
