"""`outbound demo --remove`: all that was made up goes, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories, images
from tests.conversations import they_write
from tests.emptying import empty
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.actions.notices import callbacks_due
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm
from webapp.services.demo import filling, marks, removing
from webapp.services.demo.story import DENTAL, PEOPLE
from webapp.services.opt_outs import holds
from webapp.services.threads import notes

STAYS = {"user", "setting", "event"}
ADA = PEOPLE["Ada"]


@pytest.fixture(scope="module")
def filled(whole_app: Flask) -> images.Image:
    """What takes seconds is made once."""
    with whole_app.app_context():
        empty(around_the_clock=True)
        factories.user()
        filling.fill(filling.must_be_fresh(simulated=True))
        db.session.commit()
        return images.take()


@pytest.fixture
def by(app: Flask, filled: images.Image) -> User:
    """The demo is there."""
    empty()
    images.put_back(filled)
    return db.session.scalars(select(User)).one()


def removed(by: User) -> removing.Removed:
    found = removing.remove(by)
    db.session.commit()
    return found


def left() -> dict[str, int]:
    """Rows by table, of those that have any."""
    tables = db.metadata.sorted_tables
    counts = {one.name: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}
    return {name: count for name, count in counts.items() if count}


def thread_of(name: str) -> Thread:
    query = select(Thread).join(Contact, Contact.id == Thread.contact_id)
    return db.session.scalars(query.where(Contact.phone == PEOPLE[name].phone)).first() or pytest.fail(name)


def test_all_of_it_goes_but_the_lines_of_the_audit(by: User) -> None:
    lines = db.session.scalar(select(func.count()).select_from(Event)) or 0
    due = callbacks_due.due()
    for callback_id in due:
        callbacks_due.tell(callback_id)
    assert due, "someone is to be called back"
    found = removed(by)
    assert found.rows > 400
    assert not found.kept
    assert left().keys() <= STAYS
    assert left()["event"] == lines + 1
    assert not marks.any_left()


@pytest.mark.long
def test_it_can_be_made_up_again(by: User) -> None:
    removed(by)
    made = filling.fill(filling.must_be_fresh(simulated=True))
    db.session.commit()
    assert made.batches == 8


def test_what_hangs_on_nothing_made_up_stays_as_it_is(by: User) -> None:
    own = factories.batch(["+12025559111"])
    db.session.commit()
    assert not removed(by).kept
    assert db.session.scalars(select(Batch.id)).all() == [own.id]
    assert db.session.scalars(select(Number.e164)).all() == [factories.OUR_NUMBER]


@pytest.mark.long
def test_a_number_stays_that_an_own_batch_is_sent_from(by: User) -> None:
    number = db.session.scalars(select(Number).where(Number.e164 == DENTAL)).one()
    factories.batch(["+12025559111"], number_id=number.id, created_by=by.id)
    db.session.commit()
    kept = removed(by).kept
    assert kept["number"] == [DENTAL]
    assert kept["agent"] == ["Riverside Dental"], "it answers strangers on that number"
    assert kept.keys() == {"number", "agent"}
    assert db.session.scalars(select(Number.e164)).all() == [DENTAL]


def test_a_conversation_stays_in_which_people_wrote(by: User) -> None:
    thread = thread_of("Ada")
    notes.add(thread, "Ask her about the invoice.", by.id)
    they_write("Are you still there?", ADA.phone, DENTAL)
    kept = removed(by).kept
    assert (kept["thread"], kept["contact"]) == ([ADA.name], [ADA.name])
    assert db.session.scalars(select(Message.text)).all() == ["Are you still there?"]
    assert db.session.scalars(select(Thread.id)).all() == [thread.id]
    assert not db.session.scalars(select(Batch.id)).all()


def test_what_stayed_goes_once_nothing_needs_it(by: User) -> None:
    note = notes.add(thread_of("Ada"), "Ask her about the invoice.", by.id)
    assert removed(by).kept
    assert marks.any_left()
    db.session.delete(note)
    db.session.flush()
    assert not removed(by).kept
    assert left().keys() <= STAYS


def test_an_agent_that_people_have_changed_is_theirs(by: User) -> None:
    agent = db.session.scalars(select(Agent).where(Agent.name == "Harbor Kitchens")).one()
    definition = store.current(agent).definition
    store.save(agent.id, 1, AgentForm("Our kitchens", agent.engine, definition), by)
    db.session.commit()
    assert removed(by).kept == {"agent": ["Our kitchens"]}
    assert db.session.scalars(select(Agent.name)).all() == ["Our kitchens"]


def test_an_opt_out_that_staff_decided_stays_without_its_made_up_message(by: User) -> None:
    linda = PEOPLE["Linda"].phone
    hold = holds.of(linda)
    assert hold is not None
    holds.opt_out(hold, by)
    db.session.commit()
    assert not removed(by).kept
    row = db.session.scalars(select(OptOut)).one()
    assert (row.phone, row.message_id) == (linda, None)


def test_a_row_that_has_the_id_of_one_that_is_gone_stays(by: User) -> None:
    """SQLite gives the id of the latest row to the next one."""
    own = factories.add(Contact(phone="+12025559111"))
    marked = removing.DemoRow(table_name="contact", row_id=own.id, made_at=own.created_at.replace(year=2020))
    db.session.add(marked)
    db.session.commit()
    removed(by)
    assert db.session.scalars(select(Contact.phone)).all() == ["+12025559111"]
