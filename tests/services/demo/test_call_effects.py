"""What follows from made-up calls."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.agents import base
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.label import ContactLabel
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.agents import store
from webapp.services.demo import agents, call_effects, calls
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Stage
from webapp.services.demo.story import DENTAL, PEOPLE, PhoneCall
from webapp.services.opt_outs import register

THEN = now() - timedelta(hours=2)


def test_turns_labels_and_opt_outs_are_kept_as_of_their_time(app: Flask) -> None:
    stage = Stage(factories.user(), {DENTAL: factories.number(DENTAL)})
    agent = agents.make(stage.by)["reminder_desk"]
    by = Answerer(agent, store.current(agent).definition)
    one = stage.conversation(PEOPLE["Ada"], DENTAL, THEN)
    call = calls.placed(stage, one, PhoneCall("Ada", outcome=Outcome.BUSY), by, THEN, first_message="Hello")
    decision = base.Decision("Thank you.", labels=("Confirmed",), goal=base.Goal(True, "They come."))
    call_effects.decided_by(one, call, by, decision, THEN)
    call_effects.opt_out(call, "stop", THEN)
    turn = db.session.scalars(select(AgentTurn)).one()
    assert (turn.outcome, turn.goal_reached, turn.at) == (TurnOutcome.SENT, True, THEN)
    assert db.session.scalars(select(ContactLabel.name)).all() == ["Confirmed"]
    assert call.phone in register.active([call.phone])
