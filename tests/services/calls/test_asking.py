"""What an agent may know in a call, and what is not said or carried out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.calls import CAROL, Operator, batch, call_of, dispatch, number, pick_up, say
from tests.conversations import they_write
from webapp.agents import registry
from webapp.agents.base import Decision, EngineFault, Goal, Who
from webapp.agents.definition import Label
from webapp.agents.registry import EngineKind
from webapp.db import db
from webapp.models.agent_turn import AgentTurn
from webapp.models.batch import Batch, RepliesBy
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.handoff import Handoff
from webapp.models.label import ContactLabel
from webapp.rules.callflow.events import Heard
from webapp.services.calls import asking, scripts


@pytest.fixture
def made(operator: Operator) -> Batch:
    """Carol has picked up the call of a batch."""
    ada, ours = factories.user(), number()
    batch_ = batch([CAROL], ours)
    batch_.replies_by, batch_.context = RepliesBy.AGENT, "Mornings are quieter."
    batch_.agent_id = desks.agent(ada, labels=(Label("parks", phrases=("park",)),)).id
    db.session.commit()
    dispatch()
    pick_up()
    return batch_


def known(heard: str = "when are you open") -> tuple[asking.Conversation, scripts.Speaker]:
    call = call_of(CAROL)
    by = scripts.speaker(call)
    assert by is not None
    return asking.conversation(call, by, Heard(heard)), by


def test_it_knows_the_row_the_first_message_and_what_was_said(made: Batch) -> None:
    they_write("I wrote before")
    say("where can I park")
    said, _ = known()
    assert said.channel == "call"
    assert said.outreach.message == "Hello Person 2, this is Bright Smile."
    assert said.outreach.context == "Mornings are quieter."
    assert "Person 2" in said.outreach.row.values()
    assert [turn.text for turn in said.turns if turn.who is Who.CONTACT] == [
        "I wrote before", "where can I park",
    ]  # fmt: skip


def test_labels_are_set_in_a_call(made: Batch) -> None:
    say("where can I park")
    assert [one.name for one in db.session.scalars(select(ContactLabel))] == ["parks"]


def test_a_foreign_link_is_not_said(made: Batch) -> None:
    heard = say("what is your website")
    assert "evil" not in str(heard)
    reason = db.session.scalars(select(Handoff.reason)).one()
    assert reason.startswith("The agent's answer was not said. ")
    assert "evil.example/x" in reason


class Broken:
    def decide(self, _: object) -> Decision:
        raise ZeroDivisionError


def test_an_engine_that_raises_is_a_fault_of_its_own(made: Batch) -> None:
    said, by = known()
    thought = asking.think(EngineKind("Broken", Broken), said)
    assert isinstance(thought.decision, EngineFault)
    call = call_of(CAROL)
    event = asking.conclude(call, by, said, thought, 1.0)
    assert "ZeroDivisionError" in event.handoff
    [turn] = db.session.scalars(select(AgentTurn)).all()
    assert (turn.outcome, turn.handoff) == ("failed", "fault")


def test_an_engine_that_raises_loses_nothing_of_the_call(
    made: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.ENGINES, "playbook", EngineKind("Broken", Broken))
    heard = say("where can I park")
    theirs = select(CallTurn.text).where(CallTurn.who == Speaker.CONTACT)
    assert db.session.scalars(theirs).all() == ["where can I park"]
    assert (call_of(CAROL).turn, heard[-1]) == (2, 2)
    assert "ZeroDivisionError" in db.session.scalars(select(Handoff.reason)).one()


def test_a_task_that_lacks_a_value_is_left_to_staff(made: Batch) -> None:
    said, _ = known()

    class Hasty:
        def decide(self, _: object) -> Decision:
            return Decision(say="Done.", task="visit", runs=True, goal=Goal(True, "Agreed."))

    thought = asking.think(EngineKind("Hasty", Hasty), said)
    assert isinstance(thought.decision, Decision)
    assert thought.decision.handoff is not None
    assert thought.decision == replace(thought.decision, say="", runs=False, goal=None)
