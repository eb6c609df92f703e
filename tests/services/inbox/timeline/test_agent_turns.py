"""Why an agent said what it said, or nothing: beside its messages, and between them."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from webapp.agents import decided
from webapp.agents.base import Decision
from webapp.agents.definition import Field, FieldKind, Task
from webapp.db import db
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services.inbox.timeline import agent_turns, timeline
from webapp.services.inbox.timeline.timeline import Line


def lines(thread: Thread) -> list[Line]:
    return list(timeline.latest(fresh(thread), None).lines)


def noted(thread: Thread, outcome: TurnOutcome, reason: str, say: str = "") -> None:
    """A turn that sent nothing."""
    decision = decided.to_json(Decision(say=say))
    agent_id = thread.agent_id
    factories.add(
        AgentTurn(
            thread_id=thread.id,
            agent_id=agent_id,
            version=1,
            decision=decision,
            outcome=outcome,
            reason=reason,
        )
    )
    db.session.commit()


def test_a_message_tells_what_it_came_from(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    answer = db.session.scalars(select(Message.id).where(Message.origin == "agent")).one()
    turn = timeline.latest(fresh(thread), None).turns[answer]
    assert (turn.agent, turn.version, turn.outcome) == ("Desk", 1, TurnOutcome.SENT)
    why = dict(reversed(turn.why))
    assert why["Match"] == "“Opening hours”, 100 of 100, near “when are you open”"
    assert why["Thought for"].endswith(" s")
    assert [one for one in turn.why if one[0] == "Match"] == [("Match", why["Match"])]
    assert all("Opening hours" not in one for one in turn.also)
    assert not lines(thread)
    assert agent_turns.of_messages([]) == {}


def test_what_decided_nothing_stands_apart(app: Flask) -> None:
    """A rule of the agent decides, however near an entry of its playbook is."""
    desks.at_work(handoff_words=("solicitor",))
    thread = thread_of(they_write("When are you open? My solicitor asks"))
    desks.answer()
    (turn,) = timeline.latest(fresh(thread), None).turns.values()
    assert "Match" not in dict(turn.why)
    assert any("Opening hours" in one for one in turn.also)


def test_fields_and_knowledge_are_told(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("I need an appointment"))
    desks.answer()
    they_write("Carol Jones")
    desks.answer()
    told = [dict(one.why) for one in timeline.latest(fresh(thread), None).turns.values()]
    assert told[-1]["Task"] == "Appointment"
    assert told[-1]["Fields"] == "Name: Carol Jones"
    they_write("What about dogs?")
    desks.answer()
    told = [dict(one.why) for one in timeline.latest(fresh(thread), None).turns.values()]
    assert told[-1]["Knowledge used"] == "“Dogs”"


def test_tasks_and_fields_are_called_as_their_version_called_them(app: Flask) -> None:
    day = Field("visit_day", "Day of the visit", FieldKind.DATE)
    task = Task("move_it", "Move a visit", fields=(day,), confirm=False)
    ada, _, desk = desks.at_work(playbook=(), tasks=(task,))
    desks.change(desk, ada, tasks=(replace(task, name="Another name"),))
    thread = thread_of(they_write("Hello"))
    turn = AgentTurn(
        thread_id=thread.id, agent_id=desk.id, version=1, outcome=TurnOutcome.SILENT, reason="",
        decision=decided.to_json(Decision(task="move_it", fields={"visit_day": "2026-12-02"})),
    )  # fmt: skip
    factories.add(turn)
    db.session.commit()
    [shown] = agent_turns.alone(thread.id, None, None)
    why = dict(shown.why)
    assert (why["Task"], why["Fields"]) == ("Move a visit", "Day of the visit: Wednesday, 2 December 2026")
    turn.version = 9
    [shown] = agent_turns.alone(thread.id, None, None)
    assert dict(shown.why)["Task"] == "move it"


def test_the_turn_that_led_to_a_handoff_stands_with_it(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("What is your website?"))
    desks.answer()
    handoff = next(one for one in lines(thread) if one.kind == "handoff")
    shown = timeline.latest(fresh(thread), None)
    assert handoff.text.startswith("Handed off: The agent's answer was not sent.")
    assert len(shown.turns) + (handoff.turn is not None) == 1, "each turn is shown once"
    assert [one.kind for one in shown.lines] == ["handoff"]


def test_what_was_not_said_is_a_line_until_another_turn_says_more(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    thread = fresh(thread)
    noted(thread, TurnOutcome.SUPERSEDED, "They wrote again while it was thinking.", "From nine.")
    assert [one.text for one in lines(thread)] == [
        "Desk did not send its answer: They wrote again while it was thinking."
    ]
    turn = lines(thread)[0].turn
    assert turn is not None and dict(turn.why)["Not sent"] == "“From nine.”"
    noted(thread, TurnOutcome.SILENT, "")
    assert [one.text for one in lines(thread)] == ["Desk said nothing."]
