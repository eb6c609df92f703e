"""Everything we hold on one phone, as a download: all as JSON, messages as CSV, their files as a ZIP."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any
from zipfile import ZipFile

from sqlalchemy import Select, select
from sqlalchemy import inspect as mapper_of

from webapp import files
from webapp.bulk import in_param
from webapp.db import Model, db
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.attribute import ContactAttribute
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.call_question import CallQuestion
from webapp.models.call_turn import CallTurn
from webapp.models.callback import Callback
from webapp.models.contact import Contact
from webapp.models.entry import Direction, Origin
from webapp.models.event import Event
from webapp.models.form_entry import FormEntry
from webapp.models.handoff import Handoff
from webapp.models.hold import Hold
from webapp.models.label import ContactLabel, LabelRefusal
from webapp.models.left_already import LeftAlready
from webapp.models.media import Media
from webapp.models.message import Message
from webapp.models.note import Note
from webapp.models.notice import Notice
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.opt_out_import import OptOutImport
from webapp.models.recipient import Recipient
from webapp.models.recording import Recording
from webapp.models.scheduled_text import ScheduledText
from webapp.models.segment import SegmentMember
from webapp.models.status_change import StatusChange
from webapp.models.summary_request import SummaryRequest
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.upload import Upload
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.models.workflow_address import WebhookSample
from webapp.models.workflow_date import WorkflowDate
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun
from webapp.models.workflow_start import WorkflowStartMember
from webapp.services import events
from webapp.services.agents.evals import evals
from webapp.services.batches import consent
from webapp.services.contacts.segments import members
from webapp.services.csv_lines import line
from webapp.services.media import recordings, store
from webapp.services.privacy import imports, traces
from webapp.services.privacy.traces import Traces
from webapp.services.workflows import samples

AT_ONCE = 500
MISSING = "missing.txt"
"""In the ZIP: the names of files that should be in it, and were not in the folder for files."""
WITHHELD = "for-admins-only.txt"
"""In the ZIP: the names of recordings that the one who takes it may not hear."""
COLUMNS = ["at", "number", "direction", "written by", "text", "state", "reason", "files"]
WHO = {
    Origin.BATCH: "batch",
    Origin.AGENT: "agent",
    Origin.CONFIRMATION: "automatic confirmation",
    Origin.MISSED_CALL: "automatic, after a missed call",
    Origin.TEST: "test",
}


def note(phone: str, kind: str, user_id: int) -> None:
    """Who took it away is kept."""
    events.note("contact.exported", user_id=user_id, phone=phone, format=kind)


def whole(phone: str, found: Traces) -> str:
    """JSON: each table's rows with all of their columns, as they stand in the database."""
    listed = _all(select(Recipient).where(Recipient.id.in_(traces.recipients(phone))))
    threads = _all(select(Thread).where(Thread.id.in_(traces.threads(phone))))
    held = {
        "phone": phone,
        "contact": [_row(one) for one in _all(select(Contact).where(Contact.phone == phone))],
        "labels": _of_contact(ContactLabel, phone),
        "rejected_labels": _of_contact(LabelRefusal, phone),
        "attributes": _of_contact(ContactAttribute, phone),
        "segments": _segments(phone),
        "opt_outs": [_opt_out(one) for one in _all(select(OptOut).where(OptOut.phone == phone))],
        "holds": [_row(one) for one in _all(select(Hold).where(Hold.phone == phone))],
        "lists": [_listed(one) for one in [*_where(Recipient, found.rows), *listed]],
        "lists_of_opt_outs": _imported(found, "opt_outs"),
        "lists_of_contacts": _imported(found, "contacts"),
        "conversations": [_conversation(one) for one in threads],
        "from_the_carrier": [_row(one) for one in _where(WebhookEvent, found.webhooks)],
        "workflows": [_run(one) for one in _all(_of(WorkflowRun, phone))],
        "workflows_that_did_not_start": _of_contact(WorkflowRefusal, phone),
        "sent_to_workflows": _sent(phone),
        "forms": _of_contact(FormEntry, phone),
        "notices": _of_contact(Notice, phone),
        "dates_of_workflows": _of_contact(WorkflowDate, phone),
        "workflows_to_be_started": _of_contact(WorkflowStartMember, phone),
        "tests_of_agents": evals.made_of([one.id for one in threads]),
        "tried_with_agents": [_row(one) for one in _all(traces.trials(phone))],
        "audit": [_row(one) for one in _where(Event, found.events)],
    }
    return json.dumps(held, ensure_ascii=False, indent=2, default=_text)


def messages(phone: str) -> Iterator[str]:
    """CSV, oldest first."""
    yield line(COLUMNS)
    after = 0
    while True:
        query = select(Message, Number.e164, User.name).join(Number, Number.id == Message.number_id)
        query = query.outerjoin(User, User.id == Message.user_id)
        query = query.where(Message.thread_id.in_(traces.threads(phone)), Message.id > after)
        rows = db.session.execute(query.order_by(Message.id).limit(AT_ONCE)).all()
        media = store.of([row[0].id for row in rows])
        for one, number, author in rows:
            said = [one.direction, _who(one, author), one.text, one.state, one.reason]
            came = "; ".join(map(store.filename, media.get(one.id, ())))
            yield line([_text(one.created_at), number, *said, came])
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0].id
        db.session.expunge_all()


def media(phone: str) -> dict[str, str]:
    """What came with their messages: the keys of its files, by the names that JSON and CSV call them."""
    theirs = select(Media).join(Message, Message.id == Media.message_id)
    found = _all(theirs.where(Message.thread_id.in_(traces.threads(phone))).order_by(Media.id))
    return {store.filename(row): row.key for row in found if row.key is not None}


def heard(phone: str) -> list[Recording]:
    """Recordings of their calls that were fetched."""
    spoken = select(Recording).join(Call, Call.id == Recording.call_id).where(Recording.key.is_not(None))
    return _all(spoken.where(Call.thread_id.in_(traces.threads(phone))).order_by(Recording.id))


def archive(keys: Mapping[str, str], withheld: Sequence[str] = ()) -> IO[bytes]:
    """A ZIP of files, by name. `withheld`: the names of others. Takes its time, and needs no transaction."""
    made, missing = tempfile.TemporaryFile(), list[str]()
    with ZipFile(made, "w") as whole:
        for name, key in keys.items():
            try:
                with files.open_to_read(key) as content, whole.open(name, "w") as copy:
                    shutil.copyfileobj(content, copy)
            except FileNotFoundError:
                missing.append(name)
        for about, names in ((MISSING, missing), (WITHHELD, withheld)):
            if names:
                whole.writestr(about, "\n".join(names))
    made.seek(0)
    return made


def _who(one: Message, author: str | None) -> str:
    if one.direction == Direction.IN:
        return one.phone
    return WHO.get(Origin(one.origin), author or "staff") if one.origin else author or "staff"


def _listed(one: Recipient) -> dict[str, Any]:
    """A row of a list, its cells under their headings, and the file that it came from while that is kept."""
    batch = db.session.get_one(Batch, one.batch_id)
    upload = db.session.get(Upload, batch.upload_id) if batch.upload_id else None
    row = _row(one)
    row["cells"] = dict(zip(batch.columns, one.cells, strict=False))
    stated = {"batch": batch.name, "consent": consent.words(batch), "message": batch.content.words}
    return row | stated | {"file": upload.filename if upload else None}


def _opt_out(one: OptOut) -> dict[str, Any]:
    """With the name of the program that told us, and what had left already."""
    left = _all(select(LeftAlready).where(LeftAlready.opt_out_id == one.id).order_by(LeftAlready.message_id))
    program = one.api_key.name if one.api_key else None
    return _row(one) | {"program": program, "left_already": [_row(each) for each in left]}


def _imported(found: Traces, kind: str) -> list[dict[str, Any]]:
    """Rows that could not be read, their cells under their headings, and where each list comes from."""
    held = []
    for whole, one in imports.of(key for key in found.imported if key.kind == kind):
        cells = dict(zip(whole.columns, one.cells, strict=False))
        statement = {"statement": whole.statement} if isinstance(whole, OptOutImport) else {}
        held.append(_row(one) | {"cells": cells, "file": whole.filename, **statement})
    return held


def _conversation(one: Thread) -> dict[str, Any]:
    number = db.session.get_one(Number, one.number_id).e164
    messages = _all(select(Message).where(Message.thread_id == one.id).order_by(Message.id))
    came = store.of([message.id for message in messages])
    told = [
        _row(message)
        | {"media": [_row(row) | {"file": store.filename(row)} for row in came.get(message.id, ())]}
        for message in messages
    ]
    tasks = [
        _row(record) | {"actions": [_row(run) for run in record.actions]}
        for record in _all(select(TaskRecord).where(TaskRecord.thread_id == one.id).order_by(TaskRecord.id))
    ]
    due = _all(select(Callback).where(Callback.thread_id == one.id).order_by(Callback.id))
    done = {"tasks": tasks, "callbacks": [*map(_row, due)]}
    spoken = {"number": number, "messages": told, "calls": _calls(one)}
    return _row(one) | spoken | done | _beside(one)


def _calls(one: Thread) -> list[dict[str, Any]]:
    """With what was said in them. The staff phones that were rung are not theirs."""
    turns, questions = select(CallTurn).order_by(CallTurn.n), select(CallQuestion).order_by(CallQuestion.turn)
    calls = _all(select(Call).where(Call.thread_id == one.id).order_by(Call.id))
    kept = recordings.of([call.id for call in calls])
    return [
        _row(call)
        | {"turns": [_row(turn) for turn in _all(turns.where(CallTurn.call_id == call.id))]}
        | {"questions": [_row(asked) for asked in _all(questions.where(CallQuestion.call_id == call.id))]}
        | {"recordings": [_row(one) | {"file": recordings.filename(one)} for one in kept.get(call.id, ())]}
        for call in calls
    ]


def _of_contact(model: Any, phone: str) -> list[dict[str, Any]]:
    return [_row(one) for one in _all(_of(model, phone))]


def _segments(phone: str) -> list[dict[str, Any]]:
    """Into which they were put, by whom and when; and those whose filter they fit."""
    contact = db.session.scalars(select(Contact).where(Contact.phone == phone)).one_or_none()
    found = []
    for segment in members.of(contact) if contact else ():
        put = db.session.get(SegmentMember, (segment.id, contact.id)) if contact else None
        found.append({"segment": segment.name, "by_hand": segment.by_hand, **(_row(put) if put else {})})
    return found


def _of(model: Any, phone: str) -> Select[Any]:
    theirs = select(model).join(Contact, Contact.id == model.contact_id).where(Contact.phone == phone)
    return theirs.order_by(*model.__table__.primary_key.columns)


def _sent(phone: str) -> list[dict[str, Any]]:
    """What other systems have sent of them lately."""
    theirs = {
        one.id: one for one in (*_all(_of(WebhookSample, phone)), *samples.about(traces.mentions(phone)))
    }
    return [_row(theirs[sample_id]) for sample_id in sorted(theirs)]


def _run(one: WorkflowRun) -> dict[str, Any]:
    """With what each of its steps did."""
    return _row(one) | {"workflow": one.workflow.name, "steps": [_row(step) for step in one.steps]}


def _beside(one: Thread) -> dict[str, Any]:
    """What staff and agents keep of a conversation, and what agents decided in it."""
    return {
        name: [_row(row) for row in _all(select(kind).where(kind.thread_id == one.id))]
        for name, kind in (
            ("handoffs", Handoff),
            ("notes", Note),
            ("status_changes", StatusChange),
            ("agent_turns", AgentTurn),
            ("agent_memory", Answering),
            ("texts_for_later", ScheduledText),
            ("summary_requests", SummaryRequest),
        )
    }


def _where(model: Any, ids: Iterable[int]) -> list[Any]:
    return _all(select(model).where(in_param(model.id, "ids")).order_by(model.id), ids=list(ids))


def _all(query: Select[Any], **values: Any) -> list[Any]:
    return list(db.session.scalars(query, values))


def _row(one: Model) -> dict[str, Any]:
    """Every column that the table has, also those that are added later."""
    return {column.key: getattr(one, column.key) for column in mapper_of(type(one)).column_attrs}


def _text(value: object) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
