"""Agents that answer, and the hands of their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from jobs import signal_hooks
from jobs.agent_turns import think
from tests import factories
from webapp.agents.definition import Field, Knowledge, PlaybookEntry, Task
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.agent import Agent, EngineName
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.signal import Signal
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm
from webapp.services.agents.turns import thinking, timer
from webapp.services.agents.turns.thinking import Claim, Reading

HOURS = "We are open from nine to five."
PARKING = "You can park behind the house."
PLAYBOOK = (
    PlaybookEntry("hours", "Opening hours", ("when are you open", "what are your opening hours"), HOURS),
    PlaybookEntry("parking", "Parking", ("where can I park", "is there a car park"), PARKING),
    PlaybookEntry("visit", "Appointment", ("book an appointment", "I need an appointment"), task="visit"),
    PlaybookEntry("site", "Website", ("what is your website", "do you have a website"), "See evil.example/x"),
)
VISIT = Task("visit", "Appointment", fields=(Field("name", "Name"),), confirm=False, done="Noted, {{name}}.")
DESK = Definition(playbook=PLAYBOOK, tasks=(VISIT,), knowledge=(Knowledge(1, "Dogs", "Dogs are welcome."),))


def agent(by: User, name: str = "Desk", definition: Definition = DESK, **changes: Any) -> Agent:
    """One that answers; `changes` to its definition."""
    form = AgentForm(name, EngineName.PLAYBOOK, replace(definition, **changes))
    return store.create(form, by)


def at_work(**changes: Any) -> tuple[User, Number, Agent]:
    """Ada, a number, and the agent that answers strangers there."""
    ada, number = factories.user(), factories.number()
    desk = agent(ada, **changes)
    factories.sms_of(number).agent_id = desk.id
    db.session.commit()
    return ada, number, desk


def change(desk: Agent, by: User, **changes: Any) -> None:
    """Save the next version."""
    wanted = replace(store.current(desk).definition, **changes)
    store.save(desk.id, desk.version, AgentForm(desk.name, EngineName(desk.engine), wanted), by)
    db.session.commit()


def came(thread: Thread, text: str) -> Message:
    """A text that is told to the timers, whatever their gate says about its sender."""
    message: Message = factories.add(
        Message(
            thread_id=thread.id, number_id=thread.number_id, phone=thread.contact.phone, direction="in",
            state=MessageState.RECEIVED, text=text,
        )
    )  # fmt: skip
    timer.start({"thread": thread.id, "message": message.id})
    db.session.commit()
    return message


def hear() -> None:
    """What has come in is told to the timers."""
    for signal_id in db.session.scalars(select(Signal.id).order_by(Signal.id)).all():
        db.session.rollback()
        signal_hooks.act(signal_id)


def pass_time() -> None:
    """All waiting times are over, and all leases."""
    early = now() - timedelta(minutes=1)
    db.session.execute(update(Answering).where(Answering.answer_at.is_not(None)).values(answer_at=early))
    db.session.execute(update(Answering).values(leased_until=None))
    db.session.commit()


def claim(thread_id: int) -> Claim | None:
    """What a worker takes that wants to think about one."""
    return next(iter(thinking.claim([thread_id])), None)


def read(claimed: Claim) -> Reading | None:
    return next(iter(thinking.read([claimed])), None)


def answer(*thread_ids: int) -> None:
    """Whatever waits for an agent is thought about."""
    hear()
    pass_time()
    for thread_id in thread_ids or db.session.scalars(select(Answering.thread_id)).all():
        db.session.rollback()
        think(thread_id)
    db.session.rollback()
    db.session.expire_all()


def carrier_takes(thread: Thread) -> None:
    """What agents have said there so far has left."""
    rows = (Message.thread_id == thread.id, Message.origin == Origin.AGENT)
    db.session.execute(update(Message).where(*rows).values(state=MessageState.SENT))
    db.session.commit()


def said() -> list[str]:
    """What agents have said and is not taken back, oldest first."""
    db.session.rollback()
    query = select(Message.text).where(Message.origin == Origin.AGENT)
    return list(db.session.scalars(query.where(Message.state != MessageState.CANCELED).order_by(Message.id)))


def turns() -> Sequence[AgentTurn]:
    db.session.rollback()
    return db.session.scalars(select(AgentTurn).order_by(AgentTurn.id)).all()


def outcomes() -> list[str]:
    return [str(turn.outcome) for turn in turns()]


def timer_of(thread: Thread) -> Answering:
    db.session.rollback()
    return db.session.get_one(Answering, thread.id, populate_existing=True)
