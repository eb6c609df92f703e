"""The values of placeholders: the task's fields, what earlier actions kept, the row, the contact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.recipient import Recipient
from webapp.models.task_record import ActionRun, TaskRecord
from webapp.models.thread import Thread
from webapp.rules import first_names
from webapp.rules.placeholders import same_name
from webapp.services.threads import outreach


def inputs(thread: Thread, names: Iterable[str]) -> dict[str, str]:
    """Of these names (as `same_name` writes them), the values that are not the task's own, as of now."""
    wanted = set(names)
    found = _first_of([*_row(thread.id), *_contact(thread.contact)])
    return {name: value for name, value in found.items() if same_name(name) in wanted}


def of(record: TaskRecord, before: Iterable[ActionRun]) -> dict[str, str]:
    """All that an action of a record may use. `before`: the actions that are done."""
    fields = [(str(name), str(value)) for name, value in record.fields.items()]
    kept = [(str(name), str(value)) for one in before for name, value in one.result.get("kept", {}).items()]
    return _first_of([*fields, *reversed(kept), *record.inputs.items()])


def _first_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of two names alike, the first that has a value counts."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in pairs:
        if not found.get(same_name(name), ("", ""))[1].strip():
            found[same_name(name)] = (name, value)
    return dict(found.values())


def _row(thread_id: int) -> Iterator[tuple[str, str]]:
    """Every column of the recipient's row, of the batch that wrote or called in this thread last."""
    query = select(Batch.columns, Recipient.cells).join(Recipient, Recipient.batch_id == Batch.id)
    newest = outreach.newest(Entry.recipient_id, thread_id).scalar_subquery()
    row = db.session.execute(query.where(Recipient.id == newest)).first()
    if row is not None:
        yield from zip(row.columns, row.cells, strict=False)


def _contact(contact: Contact) -> Iterator[tuple[str, str]]:
    known: Mapping[str, object] = {
        **contact.attributes,
        "name": contact.name,
        "first_name": first_names.of(contact.name),
        "phone": contact.phone,
    }
    for name, value in known.items():
        yield name, str(value)
        yield f"contact.{name}", str(value)
