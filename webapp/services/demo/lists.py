"""Makes the made-up batches, and lets their messages be sent in the past."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.agents import base
from webapp.channels import registry as channels
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.batch import Batch, BatchState, Consent, RepliesBy
from webapp.models.channel import Channel
from webapp.models.content import CallContent, SmsContent
from webapp.models.entry import Origin
from webapp.models.message import MessageState
from webapp.models.number import Number
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import events, uploads
from webapp.services.csv_lines import line
from webapp.services.demo import marks
from webapp.services.demo.stage import Stage
from webapp.services.demo.story import NAMES, PEOPLE, ZONE, Outreach, Person
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.recipients import tallies

COLUMNS = ["phone_number", "first_name", "appointment", "treatment"]
FIRST_ROW = 2
EACH = timedelta(seconds=2)
"""From one message of a batch to the next."""
IMPORTED = timedelta(minutes=35)
"""From the upload of a list to the start of its batch."""


@dataclass(frozen=True)
class Sent:
    """A batch, its people in the order of its rows, and when it starts, or would."""

    told: Outreach
    batch: Batch
    people: tuple[Person, ...]
    start: datetime

    def at(self, index: int) -> datetime:
        """When the message to one of them is sent."""
        return self.start + index * EACH


def make(
    told: Outreach, by: User, numbers: Mapping[str, Number], agents: Mapping[str, Agent], now: datetime
) -> Sent:
    """A batch with its list, read and checked. Nothing of it is sent."""
    people = tuple(PEOPLE[name.split()[0]] for name in NAMES[slice(*told.people)])
    start = told.start.before(now) if told.start else now
    batch = Batch(
        name=told.name, number_id=numbers[told.number].id, country="US", columns=COLUMNS, phone_column=0,
        channel=Channel.SMS if told.calls is None else Channel.CALL, content=_content(told), name_columns=[1],
        consent=Consent.CUSTOMER, consent_note="made up, as they are",
        reading=Work.DONE, checking=Work.DONE, created_by=by.id,
        rows_read=len(people), rows_expected=len(people), rows_checked=len(people),
        created_at=start - IMPORTED, timezone=str(ZONE), context=told.context,
        replies_by=RepliesBy.AGENT if told.agent else RepliesBy.STAFF,
        agent_id=agents[told.agent].id if told.agent else None,
    )  # fmt: skip
    upload = uploads.keep(f"{told.name}.csv", io.BytesIO(_file(people)), by.id)
    batch.upload_id = upload.id
    db.session.add(batch)
    db.session.flush()
    tallies.open_for(batch.id)
    marks.remember(upload, batch)
    _rows(batch, people)
    _set_state(told, batch, now)
    events.note("batch.made_up", user_id=by.id, batch_id=batch.id, name=batch.name)
    return Sent(told, batch, people, start)


def send(one: Sent, stage: Stage, index: int) -> None:
    """The message to one of its people left, in the past."""
    person, at, batch = one.people[index], one.at(index), one.batch
    row = recipient(batch, index)
    said = channels.of(batch.channel).bind(batch.content, batch.columns).say(row.cells)
    verdict = gate.ask(person.phone, Asking(Origin.AGENT, batch.channel, at=at))
    if verdict.obstacle:
        row.status, row.skip_reason = RecipientStatus.SKIPPED, verdict.short
        return
    status, code, reason = one.told.troubles.get(person.first_name, ("delivered", "", ""))
    conversation = stage.conversation(person, one.told.number, at)
    stage.say(
        conversation, said.text, Origin.BATCH, at, MessageState(status), code=code, reason=reason,
        batch_id=batch.id, recipient_id=row.id,
    )  # fmt: skip
    row.status, row.reason = RecipientStatus(status), reason
    row.attempt, row.changed_at = 1, at
    cells = dict(zip(batch.columns, row.cells, strict=True))
    conversation.outreach = base.Outreach(cells, said.text, batch.context)
    conversation.recipient, conversation.batch = row, batch


def check(one: Sent) -> None:
    """A draft was checked last: it leaves out who may not be reached any more, as the real check does."""
    batch = one.batch
    if batch.state != BatchState.DRAFT:
        return
    asking = Asking(Origin.BATCH, batch.channel, batch)
    refused = gate.refusals([person.phone for person in one.people], asking)
    bound = channels.of(batch.channel).bind(batch.content, batch.columns)
    for row in db.session.query(Recipient).filter_by(batch_id=batch.id):
        verdict = refused.get(row.phone or "")
        if verdict and verdict.until is None:
            row.status, row.skip_reason = RecipientStatus.SKIPPED, verdict.short
            batch.units_total -= bound.say(row.cells).units


def count(one: Sent) -> None:
    """The tallies, from what its rows say."""
    db.session.flush()
    rows = db.session.query(Recipient).filter_by(batch_id=one.batch.id).all()
    counts = Counter(str(row.status) for row in rows)
    counts[tallies.OPTED_OUT] = sum(row.opted_out_at is not None for row in rows)
    counts[tallies.REPLIED] = sum(bool(row.replied_at) and row.opted_out_at is None for row in rows)
    for status, number in counts.items():
        tallies.add(one.batch.id, status, number)


def _content(told: Outreach) -> SmsContent | CallContent:
    if told.calls is None:
        return SmsContent(told.message, told.max_segments)
    return CallContent(
        told.message, voicemail="message", voicemail_message=told.voicemail, retries=1, retry_on=("busy",)
    )


def _file(people: tuple[Person, ...]) -> bytes:
    return "".join([line(COLUMNS), *(line(_cells(person)) for person in people)]).encode()


def _cells(person: Person) -> list[str]:
    return [person.phone, person.first_name, person.appointment, person.treatment]


def _rows(batch: Batch, people: tuple[Person, ...]) -> None:
    bound = channels.of(batch.channel).bind(batch.content, batch.columns)
    for row_no, person in enumerate(people, FIRST_ROW):
        cells, queued = _cells(person), RecipientStatus.QUEUED
        db.session.add(
            Recipient(batch_id=batch.id, row_no=row_no, phone=person.phone, cells=cells, status=queued)
        )
        batch.units_total += bound.say(cells).units
    db.session.flush()


def recipient(batch: Batch, index: int) -> Recipient:
    """The row of its list with that index, from 0."""
    query = db.session.query(Recipient).filter_by(batch_id=batch.id, row_no=FIRST_ROW + index)
    return query.one()


def _set_state(told: Outreach, batch: Batch, now: datetime) -> None:
    """Never `running`: then its rows would be sent."""
    if told.scheduled:
        local = (now.astimezone(ZONE) + timedelta(days=told.scheduled)).replace(hour=10, minute=0)
        batch.scheduled_at = local.replace(second=0, microsecond=0).astimezone(now.tzinfo)
        batch.transition_to(BatchState.SCHEDULED)
    elif told.start:
        batch.transition_to(BatchState.RUNNING)
        batch.started_at = told.start.before(now)
        batch.transition_to(BatchState.PAUSED if told.paused else BatchState.FINISHED)
        batch.pause_reason = told.paused
        if not told.paused:
            batch.finished_at = batch.started_at + len(PEOPLE) * EACH
