"""A playbook carries out a task, from the batch to another system, and what may come in between."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from jobs import actions
from tests import desks, factories
from tests.conversations import CAROL, fresh, they_write, thread_of
from tests.services.actions.people import make_due
from tests.services.actions.system import Answer, OtherSystem
from webapp.agents.definition import Field, FieldKind, Label, PlaybookEntry, Task, TaskAction
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.agent_turn import AgentTurn
from webapp.models.batch import RepliesBy
from webapp.models.handoff import Handoff
from webapp.models.message import Message, MessageState
from webapp.models.note import Note
from webapp.models.recipient import Recipient
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services.agents import figures, records
from webapp.services.contacts import attributes, labels
from webapp.services.privacy import erasure, traces

MOVING = PlaybookEntry(
    "move", "Move", ("I need to move my appointment", "can we reschedule"), "Sure.", task="move",
    labels=("Moving",),
)  # fmt: skip
WHEN = Field("when", "New time", FieldKind.DATE_TIME, question="When would suit you?", keep_as="appointment")
BODY = "customer.phone: {{phone}}\ncustomer.name: {{name|unknown}}\nat: {{when}}\ntreatment: {{treatment}}"
WORDS = ("I need to move my appointment", "next Tuesday at half past three", "yes")
DOWN = Answer(503)


@pytest.fixture
def thread(system: OtherSystem) -> Thread:
    """A batch with an agent has written to Carol, whose row names her treatment."""
    book = TaskAction("http_request", {"url": system.url + "/moves", "body": BODY, "keep": "booking = id"})
    task = Task(
        "move", "Move the appointment", fields=(WHEN,), done="Thank you: {{when}}.", reaches_goal=True,
        actions=(book, TaskAction("add_label", {"label": "Rescheduled"}),
                 TaskAction("note", {"text": "Booked as {{booking}}."})),
    )  # fmt: skip
    ada, number = factories.user(), factories.number()
    columns = ["phone_number", "treatment"]
    batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id, columns=columns)
    row = db.session.scalars(select(Recipient)).one()
    row.cells = [CAROL, "Check-up"]
    moving = Label("Moving", confirm=False)
    wanted = Definition(playbook=(MOVING,), tasks=(task,), labels=(moving,), goal="Moved.")
    agent = desks.agent(ada, "Reminder desk", wanted)
    batch.replies_by, batch.agent_id = RepliesBy.AGENT, agent.id
    sent = factories.sent(batch, CAROL)
    db.session.commit()
    return thread_of(sent)


def texts(*said: str) -> None:
    for text in said:
        they_write(text)
        desks.answer()


def carry_out(times: int = 1) -> None:
    for _ in range(times):
        for record_id in db.session.scalars(select(TaskRecord.id)).all():
            db.session.rollback()
            actions.carry_out(record_id)
        make_due()
    desks.hear()


def record() -> TaskRecord:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(TaskRecord)).one()


def asked_for() -> str:
    """Next Tuesday at half past three, on the clock of Carol, who lives in Washington."""
    today = datetime.now(ZoneInfo("America/New_York")).date()
    days = (1 - today.weekday()) % 7 or 7
    return f"{today + timedelta(days=days)}T15:30"


def test_a_reply_in_words_moves_an_appointment(thread: Thread, system: OtherSystem) -> None:
    system.put("/moves", Answer(201, b'{"id": "B-17"}'))
    texts(*WORDS[:2])
    read_back = desks.said()[-1]
    assert "Tuesday" in read_back
    assert db.session.scalars(select(TaskRecord)).all() == []
    texts(WORDS[2])
    assert record().state == "running"
    carry_out(2)
    [asked] = system.asked
    when = record().fields["when"]
    assert datetime.fromisoformat(when).strftime("%A %H:%M") == "Tuesday 15:30"
    assert when in (asked_for(), f"{datetime.fromisoformat(asked_for()) + timedelta(days=7):%Y-%m-%dT%H:%M}")
    assert json.loads(asked.body) == {
        "customer": {"phone": CAROL, "name": "unknown"}, "at": when, "treatment": "Check-up",
    }  # fmt: skip
    assert (record().state, record().source_name, record().error) == ("done", "Reminder desk", "")
    contact = fresh(thread).contact
    assert [(one.name, one.value, one.source) for one in attributes.of(contact.id)] == [
        ("appointment", when, "agent")
    ]
    assert [one.name for one in labels.of(contact.id)] == ["Moving", "Rescheduled"]
    assert db.session.scalars(select(Note.text)).all() == ["Booked as B-17."]
    assert desks.timer_of(thread).goal_reason == "“Move the appointment” was agreed."
    assert fresh(thread).agent_state == AgentState.ON
    of_batch = figures.of_batch(desks.turns()[0].batch_id or 0)
    assert (of_batch.conversations, of_batch.tasks_done, of_batch.goal_reached) == (1, 1, 1)
    assert [one.id for one in records.between(thread.id, None, None)] == [record().id]


def test_a_system_that_is_down_is_asked_again_and_then_staff_are(thread: Thread, system: OtherSystem) -> None:
    system.put("/moves", DOWN)
    texts(*WORDS)
    carry_out(1)
    assert (record().state, len(system.asked)) == ("running", 1)
    assert db.session.scalars(select(Handoff)).all() == []
    carry_out(8)
    assert len(system.asked) == 5
    assert len({asked.headers["Idempotency-Key"] for asked in system.asked}) == 1
    handoff = db.session.scalars(select(Handoff)).one()
    assert (record().state, handoff.code) == ("failed", "task")
    assert handoff.reason == f"The task “Move the appointment” failed. {record().error}"
    assert "503" in handoff.reason
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.HANDED_OFF, True)
    assert "Rescheduled" not in [one.name for one in labels.of(thread.contact_id)]
    assert len(desks.said()) == 3
    assert figures.of_batch(desks.turns()[0].batch_id or 0).handed_off == {"task": 1}
    texts("hello?")
    assert len(desks.said()) == 3  # staff have the word


def test_a_system_that_comes_back_has_been_asked_under_one_key(thread: Thread, system: OtherSystem) -> None:
    system.put("/moves", DOWN, Answer(cut=True), Answer(201, b'{"id": 1}'))
    texts(*WORDS)
    carry_out(5)
    assert (record().state, len(system.asked)) == ("done", 3)
    assert len({asked.headers["Idempotency-Key"] for asked in system.asked}) == 1
    assert db.session.scalars(select(Handoff)).all() == []


def test_a_person_who_is_erased_in_between_leaves_nothing(thread: Thread, system: OtherSystem) -> None:
    texts(*WORDS)
    record_id = record().id
    erasure.erase(CAROL, traces.look(CAROL))
    db.session.commit()
    actions.carry_out(record_id)
    desks.hear()
    assert system.asked == []
    for table in (TaskRecord, AgentTurn, Thread, Handoff):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("before", [1, 2], ids=["a question is open", "it was read back"])
def test_stop_in_the_middle_of_a_task_ends_it(thread: Thread, system: OtherSystem, before: int) -> None:
    texts(*WORDS[:before], "STOP")
    said = len(desks.said())
    texts("yes")
    carry_out()
    assert (len(desks.said()), system.asked) == (said, [])
    assert db.session.scalars(select(TaskRecord)).all() == []


def test_after_stop_a_task_that_was_agreed_sends_no_text_and_staff_see_why(
    thread: Thread, system: OtherSystem
) -> None:
    agent = db.session.scalars(select(desks.Agent)).one()
    ada = db.session.get_one(desks.User, agent.created_by)
    task = desks.replace(
        desks.store.current(agent).definition.tasks[0],
        actions=(TaskAction("send_sms", {"text": "See you at {{when}}"}),),
    )
    desks.change(agent, ada, tasks=(task,))
    texts(*WORDS, "STOP")
    carry_out()
    handoff = db.session.scalars(select(Handoff)).one()
    assert (record().state, handoff.code) == ("failed", "task")
    assert "opted out" in handoff.reason
    waits = select(func.count()).select_from(Message)
    texts_to_come = waits.where(Message.state == MessageState.QUEUED, Message.text.like("See you%"))
    assert db.session.scalar(texts_to_come) == 0


def test_a_second_yes_carries_nothing_out_again(thread: Thread, system: OtherSystem) -> None:
    system.put("/moves", Answer(201, b'{"id": "B-17"}'))
    texts(*WORDS, "yes please")
    carry_out(2)
    assert len(system.asked) == 1
    assert record().state == "done"
