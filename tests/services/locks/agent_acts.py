"""What agents do, and staff with them, among two people who write to a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of, we_write
from tests.services.locks.scene import SECOND, Scene, claims
from webapp.agents.base import Usage
from webapp.agents.definition import Label, TaskAction
from webapp.agents.summary import Summary
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.signal import Signal
from webapp.models.summary_request import SummaryRequest
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services import hooks, signals
from webapp.services.actions import carrying_out, ending
from webapp.services.agents import store, summarizing, task_handoffs
from webapp.services.agents.model_summaries import writing
from webapp.services.agents.turns import concluding, handing_off, holding, switch, thinking, timer

Act = Callable[[Scene], object]
QUESTION, PERSON = "When are you open?", "Can I talk to a real person?"


def carol(_: Scene | None = None) -> int:
    """The id of Carol's conversation with the first number, which is not the oldest."""
    hers = select(Thread.id).join(Thread.contact).where(Thread.contact.has(phone=CAROL))
    return db.session.scalars(hers.order_by(Thread.id)).first() or 0


def with_agent(scene: Scene) -> None:
    """Both wait for an agent's answer."""
    number = db.session.scalars(select(Number)).one()
    factories.sms_of(number).agent_id = desks.agent(scene.ada).id
    db.session.commit()
    thread_id = carol()
    switch.resume(thread_id, scene.ada)  # staff have written, which paused it
    db.session.commit()
    they_write(QUESTION)
    desks.hear()
    desks.pass_time()


def with_answer(scene: Scene) -> None:
    """The agent has answered, which waits to be sent."""
    with_agent(scene)
    desks.answer(carol())


def hers_are(state: MessageState, *origins: Origin) -> None:
    """Our messages to Carol."""
    hers = (Message.thread_id == carol(), Message.origin.in_(origins))
    db.session.execute(update(Message).where(*hers).values(state=state))
    db.session.commit()


def with_answer_come_back(scene: Scene) -> None:
    """It was on its way when a person took over, and the carrier did not take it."""
    with_answer(scene)
    hers_are(MessageState.SENT, Origin.STAFF, Origin.BATCH)
    hers_are(MessageState.SENDING, Origin.AGENT)
    switch.take_over(carol(), scene.ada)
    db.session.commit()
    hers_are(MessageState.QUEUED, Origin.AGENT)


def silenced(scene: Scene) -> None:
    with_answer_come_back(scene)
    silence(scene)


def silence(_: Scene) -> None:
    claims()
    assert db.session.scalars(select(Signal).where(Signal.kind == signals.ANSWER_SILENCED)).one()


def open_again(_: Scene) -> None:
    kind = Signal.kind == signals.ANSWER_SILENCED
    switch.open_again(db.session.scalars(select(Signal.data).where(kind)).one())


def with_handoff(scene: Scene) -> None:
    with_agent(scene)
    they_write(PERSON)
    desks.answer(carol())


def told(_: Scene) -> None:
    they_write("Another thing")


def heard(scene: Scene) -> None:
    with_agent(scene)
    they_write("Another thing")


def start(_: Scene) -> None:
    timer.start(db.session.scalars(select(Signal.data)).one())


def told_together(_: Scene) -> None:
    assert hooks.act_together(db.session.scalars(select(Signal.id)).all(), signals.MESSAGE_RECEIVED)


def thought() -> thinking.Thought:
    """Claimed and read, each in a unit of work."""
    claim = desks.claim(carol())
    db.session.commit()
    assert claim is not None
    reading = desks.read(claim)
    db.session.commit()
    assert reading is not None
    return thinking.think(reading)


def turn(_: Scene) -> None:
    concluding.conclude([thought()])


def wish(_: Scene) -> None:
    """An engine hears a wish not to be reached."""
    one = thought()
    concluding.conclude([desks.replace(one, plan=desks.replace(one.plan, holds=True, say=""))])


def staff_answer(scene: Scene) -> None:
    we_write(db.session.get_one(Thread, carol()), "I am here.", scene.ada.id)


def wrote_again(_: Scene) -> None:
    assert thread_of(they_write("STOP")).id == carol()


def quiet(scene: Scene) -> None:
    with_handoff(scene)
    db.session.execute(update(Thread).values(last_at=now() - timedelta(hours=1)))
    db.session.commit()
    assert summarizing.due()


def asked_of_model(scene: Scene) -> None:
    """Rules have summed up, and a model was asked."""
    quiet(scene)
    summarizing.write(summarizing.due())
    thread = db.session.get_one(Thread, carol())
    factories.add(
        SummaryRequest(
            thread_id=thread.id, agent_id=thread.agent_id, summarized_at=thread.summarized_at, tries=1
        )
    )
    db.session.commit()


def model_answers(_: Scene) -> None:
    request_id = db.session.scalars(select(SummaryRequest.id)).one()
    summary = Summary("Handed off", ("One.", "Two.", "Three."))
    writing.end(request_id, writing.Outcome(summary, Usage()))
    assert db.session.get_one(Thread, carol()).title == "Handed off"


def archive(scene: Scene) -> None:
    store.archive(db.session.scalars(select(Agent.id)).one(), scene.ada)


def by_rule(_: Scene) -> None:
    thread = holding.must_hold(carol())
    handing_off.hand_off(thread, handing_off.HandoffKind.RULE, "So it is.")


def with_label_and_task(scene: Scene) -> None:
    """Her text sets a label and runs a task, and her contact has two conversations."""
    with_agent(scene)
    agent = db.session.scalars(select(Agent)).one()
    entry = desks.replace(desks.PLAYBOOK[0], task="visit")
    task = desks.replace(desks.VISIT, fields=(), actions=(TaskAction("hand_off", {"reason": "Go."}),))
    label = Label("Hours", phrases=("open",), confirm=False)
    desks.change(agent, scene.ada, playbook=(entry,), tasks=(task,), labels=(label,))
    second = factories.number(SECOND)
    factories.thread(CAROL, second.id)
    db.session.commit()


def failed_task(scene: Scene) -> None:
    with_label_and_task(scene)
    desks.answer(carol())
    record = db.session.scalars(select(TaskRecord)).one()
    ending.failed(record, record.actions[0], "It does not work.")


def see_to_failed(_: Scene) -> None:
    ended = select(Signal.data).where(Signal.kind == signals.TASK_ENDED)
    task_handoffs.see_to_failed(db.session.scalars(ended).one())


def wants_staff(scene: Scene) -> None:
    with_label_and_task(scene)
    desks.answer(carol())
    carrying_out.step(1)


def ask_staff(_: Scene) -> None:
    wanted = select(Signal.data).where(Signal.kind == signals.STAFF_WANTED)
    task_handoffs.ask_staff(db.session.scalars(wanted).one())


OF_AGENTS: dict[str, tuple[Act, Act]] = {
    "a text that an agent may answer": (with_agent, told),
    "a timer is set": (heard, start),
    "texts are told to the timers together": (heard, told_together),
    "an agent answers": (with_agent, turn),
    "an agent labels, and runs a task": (with_label_and_task, turn),
    "an agent's task has failed": (failed_task, see_to_failed),
    "an agent's task asks for staff": (wants_staff, ask_staff),
    "an agent hears a wish": (with_agent, wish),
    "an agent is overtaken by STOP": (with_answer, wrote_again),
    "staff answer before an agent": (with_answer, staff_answer),
    "staff answer a handoff": (with_handoff, staff_answer),
    "a handoff": (with_agent, by_rule),
    "taken over": (with_answer, lambda scene: switch.take_over(carol(), scene.ada)),
    "taken over after a handoff": (with_handoff, lambda scene: switch.take_over(carol(), scene.ada)),
    "an answer that came back is silenced": (with_answer_come_back, silence),
    "what it answers is open again": (silenced, open_again),
    "given back": (with_handoff, lambda scene: switch.resume(carol(), scene.ada)),
    "switched off": (with_handoff, lambda scene: switch.turn_off(carol(), scene.ada)),
    "assigned": (with_agent, lambda scene: switch.assign(carol(), scene.ada.id, scene.ada)),
    "an agent is archived": (with_answer, archive),
    "quiet conversations are summed up": (quiet, lambda _: summarizing.write(summarizing.due())),
    "a model has summed one up": (asked_of_model, model_answers),
}
