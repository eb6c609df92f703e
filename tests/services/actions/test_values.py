"""Where the values of placeholders come from, and which comes first."""

from __future__ import annotations

from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL
from tests.services.actions.people import DESK, carol
from webapp.db import db
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.rules.placeholders import same_name
from webapp.services.actions import starting, values
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun


def inputs(thread: Thread, *names: str) -> dict[str, str]:
    return values.inputs(thread, map(same_name, names))


def test_the_row_of_the_newest_batch_and_the_contact_are_there(thread: Thread) -> None:
    for city in ("Rome", "Oslo"):
        batch = factories.batch([CAROL], number_id=thread.number_id, created_by=1, columns=["Phone", "City"])
        row = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).one()
        row.cells = [CAROL, city]
        factories.sent(batch, CAROL)
    carol().attributes = {"city": "Bern", "shoe size": "38"}
    db.session.commit()
    assert inputs(thread, "City", "shoe_size") == {"City": "Oslo", "shoe size": "38"}
    assert inputs(thread, "contact.city", "first name") == {"contact.city": "Bern", "first_name": "Carol"}


def test_a_batch_of_calls_brings_its_row_too(thread: Thread) -> None:
    """Its agent's tasks, and what staff write afterwards, name the columns of its list."""
    batch = factories.batch([CAROL], number_id=thread.number_id, created_by=1, columns=["Phone", "City"])
    row = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).one()
    row.cells = [CAROL, "Oslo"]
    factories.call(CAROL, thread.number_id, batch_id=batch.id, recipient_id=row.id)
    db.session.commit()
    assert inputs(thread, "City") == {"City": "Oslo"}


def test_only_what_is_used_is_copied(thread: Thread) -> None:
    actions = [Planned("send_sms", {"text": "Hi {{first_name}} {{date}}"})]
    record = starting.start(thread, TaskRun("a", "A", {"date": "Monday"}, actions), DESK, "k")
    assert record.inputs == {"first_name": "Carol"}


def test_a_field_comes_before_the_contact_and_a_later_answer_before_an_earlier(thread: Thread) -> None:
    actions = [
        Planned("send_sms", {"text": "{{name}} {{a}}"}),
        Planned("opt_out", {}),
        Planned("opt_out", {}),
    ]
    record = starting.start(thread, TaskRun("a", "A", {"Name": "Kim", "x": ""}, actions), DESK, "k")
    record.actions[0].result = {"kept": {"a": "1", "name": "no", "x": "answer"}}
    record.actions[1].result = {"kept": {"a": "2"}}
    found = values.of(record, record.actions[:2])
    assert found == {"Name": "Kim", "x": "answer", "a": "2"}
