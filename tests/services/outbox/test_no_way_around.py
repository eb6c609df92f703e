"""No path leads around the gate: each is walked to the end with phones that must not be reached.

At the end stands the record of the carrier, which stays empty.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from jobs import actions as action_jobs
from jobs import batches as batch_jobs
from jobs import scheduled_texts as scheduled_jobs
from jobs import workflows as workflow_jobs
from jobs.sweep import sweep
from tests import closing, desks, factories
from tests.conversations import they_write
from tests.services.workflows import stage
from tests.simulator.server import Simulator
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.scheduled_text import ScheduledText
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services import settings
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun
from webapp.services.batches import checking, lifecycle, retry, test_message
from webapp.services.calls import answering, reports
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.opt_outs import holds, register
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.recipients import tallies
from webapp.services.threads import opening
from webapp.services.threads.enqueue import put
from webapp.services.workflows import by_hand

PHONE, OTHER = "+12025550111", "+12025550122"
Path_ = Callable[[User, Number], None]
ROOT = Path(__file__).resolve().parents[3]


def running_batch(ada: User, number: Number) -> None:
    factories.batch([PHONE], created_by=ada.id, number_id=number.id)


def checked_and_started(ada: User, number: Number) -> None:
    batch = factories.batch([PHONE, OTHER], state=BatchState.DRAFT, created_by=ada.id, number_id=number.id)
    list(checking.check(batch.id))
    batch.transition_to(BatchState.RUNNING)


def scheduled_start(ada: User, number: Number) -> None:
    batch = factories.batch(
        [PHONE], state=BatchState.SCHEDULED, created_by=ada.id, number_id=number.id, scheduled_at=now()
    )
    db.session.commit()
    batch_jobs.start_due(batch.id)


def paused_and_resumed(ada: User, number: Number) -> None:
    batch = factories.batch([PHONE], created_by=ada.id, number_id=number.id)
    lifecycle.pause(batch, "coffee", ada.id)
    db.session.commit()
    lifecycle.resume(batch, ada.id)


def retried(ada: User, number: Number) -> None:
    retry.retry_failed(_after(ada, number, RecipientStatus.FAILED), ada.id)


def unknown_sent_again(ada: User, number: Number) -> None:
    batch = _after(ada, number, RecipientStatus.UNKNOWN)
    recipient = db.session.query(Recipient).filter_by(batch_id=batch.id).one()
    retry.resolve(batch.id, recipient.id, retry.Resolution.AGAIN, ada.id)


def waiting_and_due(ada: User, number: Number) -> None:
    batch = _after(ada, number, RecipientStatus.WAITING)
    db.session.execute(update(Recipient).values(not_before=now() - timedelta(minutes=1)))
    batch.wakes_at = now() - timedelta(minutes=1)


def _after(ada: User, number: Number, status: RecipientStatus) -> Batch:
    batch = factories.batch([PHONE], created_by=ada.id, number_id=number.id)
    db.session.execute(update(Recipient).values(status=status))
    tallies.shift(batch.id, RecipientStatus.QUEUED, status, 1)
    db.session.commit()
    return batch


def staff_reply(ada: User, number: Number) -> None:
    thread = opening.open_one(number.id, PHONE)
    try:
        reply.reply(thread, "Hello", ada.id, reply.new_key())
    except Fault:
        db.session.rollback()


def staff_write_first(ada: User, number: Number) -> None:
    form = reply.FirstMessage(PHONE, number.id, "Hello", reply.new_key())
    try:
        reply.start(form, ada.id)
    except Fault:
        db.session.rollback()


def a_text_for_later(ada: User, number: Number) -> None:
    """It was written while nothing was in the way."""
    thread = opening.open_one(number.id, PHONE)
    moment = now()
    row = ScheduledText(
        thread_id=thread.id, user_id=ada.id, text="Hello", send_at=moment, due_at=moment, ref="r"
    )
    factories.add(row)
    db.session.commit()
    scheduled_jobs.send(row.id)


def a_text_for_later_that_is_sent_now(ada: User, number: Number) -> None:
    thread = opening.open_one(number.id, PHONE)
    later = now() + timedelta(hours=1)
    row = ScheduledText(
        thread_id=thread.id, user_id=ada.id, text="Hello", send_at=later, due_at=later, ref="r"
    )
    factories.add(row)
    db.session.commit()
    try:
        scheduled_sending.send_now(thread.id, row.id, ada)
    except Conflict:
        db.session.rollback()


def a_test_message(ada: User, number: Number) -> None:
    batch = factories.batch([OTHER], state=BatchState.DRAFT, created_by=ada.id, number_id=number.id)
    db.session.commit()
    try:
        test_message.send(batch, PHONE, ada.id)
    except Fault:
        db.session.rollback()


def an_agent_answers(ada: User, number: Number) -> None:
    """It was told of a text, whatever keeps it from answering."""
    factories.sms_of(number).agent_id = desks.agent(ada).id
    db.session.commit()
    text = desks.came(opening.open_one(number.id, PHONE), "When are you open?")
    desks.answer(text.thread_id)


def a_task_sends_a_text(ada: User, number: Number) -> None:
    thread = opening.open_one(number.id, PHONE)
    task = TaskRun("hello", "Say hello", {}, [Planned("send_sms", {"text": "Hello"})])
    record = starting.start(thread, task, Source(SourceKind.WORKFLOW, "Reminder", 1), "once")
    db.session.commit()
    action_jobs.carry_out(record.id)


def a_missed_call_is_followed_by_a_text(ada: User, number: Number) -> None:
    settings.put("missed_call_text", "Sorry that we missed you.")
    db.session.commit()
    answering.answer(PickedUp("call-in", "", "CON-1", "", PHONE, number.e164, "vonage"))
    reports.act(CallReport("call-in", "", CallEvent.COMPLETED, seconds=2, carrier="vonage"))


def a_workflow_texts_them(ada: User, number: Number) -> None:
    thread = opening.open_one(number.id, PHONE)
    document = stage.flow("hand", stage.sms(1), box=WhoAndWhen(number_id=number.id))
    workflow = stage.live(document)
    by_hand.start(workflow.id, [thread.contact_id], ada, "once")
    db.session.commit()
    workflow_jobs.run_due()


def queued_by(origin: Origin) -> Path_:
    """What an agent, a workflow, the API or staff have put into the outbox, whatever let it through."""

    def path(ada: User, number: Number) -> None:
        put(opening.open_one(number.id, PHONE), "Hello", origin, ada.id)

    path.__name__ = f"queued_by_{origin}"
    return path


PATHS: list[Path_] = [
    running_batch,
    checked_and_started,
    scheduled_start,
    paused_and_resumed,
    retried,
    unknown_sent_again,
    waiting_and_due,
    staff_reply,
    staff_write_first,
    a_text_for_later,
    a_text_for_later_that_is_sent_now,
    a_test_message,
    an_agent_answers,
    a_task_sends_a_text,
    a_missed_call_is_followed_by_a_text,
    a_workflow_texts_them,
    *(queued_by(origin) for origin in Origin if origin != Origin.CONFIRMATION),
]


def opted_out(ada: User) -> None:
    register.record(PHONE, OptOutSource.STAFF, "said so on the phone", user_id=ada.id)


def held(ada: User) -> None:
    they_write("please take me off your list, I never asked for this", PHONE)
    db.session.execute(update(Message).values(created_at=now() - timedelta(days=2)))
    assert holds.of(PHONE) is not None


def out_of_hours(ada: User) -> None:
    closing.close(ada)


WHY = [opted_out, held, out_of_hours]


@pytest.mark.parametrize("why", WHY, ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda one: one.__name__)
def test_no_path_leads_to_somebody_who_must_not_be_reached(
    why: Callable[[User], None], path: Path_, simulator: Simulator, dispatcher: Dispatcher
) -> None:
    ada = factories.user()
    number = factories.number()
    why(ada)
    settings.put("answer_hours", 0)
    db.session.commit()
    path(ada, number)
    db.session.commit()
    sweep()
    dispatcher.run()
    simulator.control.idle()
    assert [one for one in simulator.control.messages() if one["to"] == PHONE.removeprefix("+")] == []
    assert [one for one in simulator.control.messages() if one["to"] == PHONE] == []
    db.session.rollback()
    assert not db.session.query(Message).filter(Message.phone == PHONE, Message.state.in_(OUT)).count()


OUT = (MessageState.SENDING, MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN)


@pytest.mark.parametrize("path", PATHS, ids=lambda one: one.__name__)
def test_every_path_does_lead_to_somebody_who_may_be_reached(
    path: Path_, simulator: Simulator, dispatcher: Dispatcher
) -> None:
    """Or the test above would prove nothing."""
    ada = factories.user()
    closing.keep_hours(ada)
    path(ada, factories.number())
    db.session.commit()
    sweep()
    dispatcher.run()
    simulator.control.idle()
    assert [one["to"] for one in simulator.control.messages() if PHONE.endswith(one["to"].lstrip("+"))]


def test_every_path_is_walked() -> None:
    """A module that comes to put messages into the outbox, or to queue recipients, must be walked above."""
    walked = {
        "webapp/services/batches/test_message.py",
        "webapp/services/inbox/reply.py", "webapp/services/inbox/scheduled/scheduled_sending.py",
        "webapp/services/inbox/receiving/keyword_replies.py",  # confirmations, which may follow an opt-out
        "webapp/services/outbox/from_batch.py", "webapp/services/agents/turns/concluding.py",
        "webapp/services/actions/send_sms.py", "webapp/services/calls/missed.py",
        "webapp/services/workflows/steps/send_sms.py", "webapp/services/workflows/running/together.py",
        "webapp/services/calls/placing.py",  # by tests/services/{calls/test_placing,workflows/test_gate}.py
    }  # fmt: skip
    files = [*ROOT.glob("webapp/**/*.py"), *ROOT.glob("jobs/*.py")]
    assert {str(path.relative_to(ROOT)) for path in files if _puts(path)} == walked


def _puts(path: Path) -> bool:
    """Whether a module imports the `put` of threads. Some only give names (`new_ref`)."""
    source = path.read_text("utf-8")
    froms = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    if path.name != "placing.py" and set(re.findall(r"\benqueue\.(\w+)", source)) == {"new_ref"}:
        return False
    names = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
    return any(name.startswith("webapp.services.threads.enqueue") for name in names)
