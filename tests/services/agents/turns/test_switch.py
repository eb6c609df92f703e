"""What staff do with the agent of a thread."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import CAROL, fresh, they_write, thread_of, we_write
from tests.desks import HOURS, PARKING
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.event import Event
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.turns import switch
from webapp.services.threads import opening


def handed_off() -> tuple[User, Thread]:
    """Carol has asked for a person."""
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    return ada, fresh(thread)


def state(thread: Thread) -> AgentState:
    return AgentState(fresh(thread).agent_state)


def handoff() -> Handoff:
    db.session.expire_all()
    return db.session.scalars(select(Handoff)).one()


def kinds() -> list[str]:
    query = select(Event.kind).where(Event.kind.startswith("thread.")).order_by(Event.id)
    return list(db.session.scalars(query))


def test_taking_over_silences_the_agent_and_giving_back_lets_it_answer(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    switch.take_over(thread.id, ada)
    db.session.commit()
    they_write("Where can I park?")
    desks.answer()
    assert (desks.said(), state(thread)) == ([], AgentState.PAUSED)  # what it had queued is taken back
    switch.resume(thread.id, ada)
    db.session.commit()
    desks.answer()
    (answer,) = desks.said()  # what it had not sent is answered, too
    assert HOURS in answer and PARKING in answer
    assert kinds() == ["thread.taken_over", "thread.assigned", "thread.given_back"]


def test_who_takes_over_has_the_conversation_and_the_second_one_does_not_take_it(app: Flask) -> None:
    ada, thread = handed_off()
    rita, max_ = factories.user("Rita"), factories.user("Max")
    switch.assign(thread.id, max_.id, ada)
    db.session.commit()
    assert switch.take_over(thread.id, rita).assignee_id == rita.id
    db.session.commit()
    second = switch.take_over(thread.id, ada)
    assert (second.assignee_id, switch.taken_by(second)) == (rita.id, rita)
    assert kinds()[-2:] == ["thread.taken_over", "thread.assigned"]


def test_what_is_paused_and_no_ones_is_the_takers(app: Flask) -> None:
    ada, thread = handed_off()
    switch.take_over(thread.id, ada)
    switch.assign(thread.id, None, ada)
    rita = factories.user("Rita")
    assert switch.take_over(thread.id, rita).assignee_id == rita.id


def test_the_first_who_replies_where_an_agent_answered_has_the_conversation(app: Flask) -> None:
    ada, thread = handed_off()
    rita = factories.user("Rita")
    we_write(thread, "I am a person.", rita.id)
    assert fresh(thread).assignee_id == rita.id
    we_write(thread, "So am I.", ada.id)
    assert fresh(thread).assignee_id == rita.id
    noted = db.session.scalars(select(Event).where(Event.kind == "thread.assigned")).all()
    assert [(one.user_id, one.data["user"]) for one in noted] == [(rita.id, rita.id)]


def test_a_question_whose_answer_was_taken_back_waits_for_staff(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    assert not fresh(thread).needs_reply
    switch.take_over(thread.id, ada)
    db.session.commit()
    assert (desks.said(), fresh(thread).needs_reply) == ([], True)
    switch.resume(thread.id, ada)
    db.session.commit()
    desks.answer()
    assert (desks.said(), fresh(thread).needs_reply) == ([HOURS], False)


def test_what_was_written_before_a_handoff_does_not_leave_after_a_person_took_over(app: Flask) -> None:
    ada, thread = handed_off()
    assert thread.agent_state == AgentState.HANDED_OFF  # and that a colleague will answer waits to be sent
    switch.take_over(thread.id, ada)
    db.session.commit()
    assert (desks.said(), state(thread)) == ([], AgentState.PAUSED)
    assert fresh(thread).needs_reply


def test_a_handoff_waits_for_staff_and_their_reply_settles_it(app: Flask) -> None:
    ada, thread = handed_off()
    assert (thread.agent_state, thread.needs_reply) == (AgentState.HANDED_OFF, True)
    assert (handoff().code, handoff().reason) == ("asked", "They asked for a person.")
    assert handoff().state == HandoffState.OPEN
    they_write("When are you open?")
    desks.answer()
    assert len(desks.said()) == 1  # that a colleague will answer
    desks.carrier_takes(thread)
    we_write(fresh(thread), "I am a person.", ada.id)
    assert state(thread) == AgentState.PAUSED
    assert (handoff().state, handoff().user_id) == (HandoffState.TAKEN, ada.id)
    they_write("When are you open?")
    desks.answer()
    assert len(desks.said()) == 1  # it stays with staff


def test_what_was_handed_off_is_not_answered_when_it_is_given_back(app: Flask) -> None:
    ada, thread = handed_off()
    they_write("When are you open?")
    switch.resume(thread.id, ada)
    db.session.commit()
    desks.answer()
    assert desks.said()[1:] == [HOURS]
    assert handoff().state == HandoffState.RETURNED


def test_a_batch_does_not_take_a_handoff_from_staff(app: Flask) -> None:
    ada, thread = handed_off()
    batch = factories.batch([CAROL], number_id=thread.number_id, created_by=ada.id)
    factories.sent(batch, CAROL)
    db.session.commit()
    they_write("When are you open?")
    desks.answer()
    assert (len(desks.said()), state(thread)) == (1, AgentState.HANDED_OFF)


def test_staff_who_write_first_have_the_word(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    thread = opening.open_one(number.id, CAROL)
    we_write(thread, "Hello Carol", ada.id)
    they_write("When are you open?")
    desks.answer()
    assert (desks.said(), state(thread), fresh(thread).agent_id) == ([], AgentState.PAUSED, desk.id)


def test_a_reply_without_any_agent_keeps_nothing_of_agents(app: Flask) -> None:
    thread = factories.thread()
    we_write(thread, "Hello Carol", factories.user().id)
    assert db.session.scalars(select(Answering)).all() == []
    assert state(thread) == AgentState.NONE
    assert fresh(thread).assignee_id is None


def test_off_is_off_until_another_agent_is_chosen(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    sales = desks.agent(ada, "Sales", playbook=())
    thread = thread_of(they_write("When are you open?"))
    switch.turn_off(thread.id, ada)
    switch.turn_off(thread.id, ada)
    db.session.commit()
    desks.answer()
    assert (desks.said(), state(thread)) == ([], AgentState.OFF)
    switch.choose(thread.id, sales.id, ada)
    db.session.commit()
    desks.answer()
    assert [turn.agent_id for turn in desks.turns()] == [sales.id]
    assert kinds() == ["thread.agent_off", "thread.agent_chosen", "thread.handed_off"]


def test_who_cannot_answer_is_not_chosen(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = factories.thread(number_id=db.session.scalar(select(Thread.number_id)) or 1)
    store.archive(desk.id, ada)
    with pytest.raises(Conflict, match="Desk cannot answer any more"):
        switch.choose(thread.id, desk.id, ada)
    with pytest.raises(Conflict, match="No agent answers"):
        switch.resume(thread.id, ada)
    with pytest.raises(NotFound):
        switch.choose(thread.id, 99, ada)
    with pytest.raises(NotFound):
        switch.take_over(99, ada)


def test_a_conversation_is_assigned_to_a_person(app: Flask) -> None:
    ada, grace = factories.user(), factories.user("Grace")
    gone = factories.user("Gone", deactivated_at=now())
    thread = factories.thread()
    switch.assign(thread.id, grace.id, ada)
    switch.assign(thread.id, grace.id, ada)
    assert thread.assignee_id == grace.id
    with pytest.raises(Fault, match="someone of your team"):
        switch.assign(thread.id, gone.id, ada)
    switch.assign(thread.id, None, ada)
    assert thread.assignee_id is None
    assert kinds() == ["thread.assigned", "thread.assigned"]
