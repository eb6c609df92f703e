"""What a conversation asks us to do."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.calls import CAROL
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.callback import Callback
from webapp.models.hold import Hold
from webapp.models.opt_out import OptOut
from webapp.models.thread import Thread
from webapp.rules.callflow import commands as do
from webapp.services.calls import acting
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking


@pytest.fixture
def call(app: Flask) -> Call:
    return factories.call(CAROL, state="answered")


@pytest.mark.parametrize("channel", ["sms", "call"])
@pytest.mark.parametrize("command", [do.OptOut("stop"), do.Hold("wrong number")])
def test_they_are_reached_by_no_path_any_more(call: Call, command: do.Command, channel: str) -> None:
    acting.carry_out(call, [command], None)
    db.session.commit()
    verdict = gate.refusals({CAROL}, Asking("staff", channel)).get(CAROL)
    assert verdict is not None
    assert verdict.obstacle


def test_evidence_names_the_call(call: Call) -> None:
    acting.carry_out(call, [do.OptOut("stop calling me")], None)
    [out] = db.session.scalars(select(OptOut)).all()
    assert (out.source, out.evidence, out.message_id) == ("call", "stop calling me", call.id)


def test_a_hold_names_the_call(call: Call) -> None:
    acting.carry_out(call, [do.Say("…", "en"), do.Hold("cancel")], None)
    [hold] = db.session.scalars(select(Hold)).all()
    assert (hold.message_id, hold.thread_id, hold.text) == (call.id, call.thread_id, "cancel")


def test_a_colleague_is_to_call_back(call: Call) -> None:
    acting.carry_out(call, [do.PromiseCallback("They asked for a person.")], None)
    [callback] = db.session.scalars(select(Callback)).all()
    assert (callback.thread_id, callback.text) == (call.thread_id, "They asked for a person.")


def test_who_asks_for_a_person_twice_is_called_back_once(call: Call) -> None:
    call.answered_at = now()
    for _ in range(2):
        acting.carry_out(call, [do.PromiseCallback("They asked for a person.")], None)
        db.session.flush()
    assert len(db.session.scalars(select(Callback)).all()) == 1


def test_nothing_else_is_done(call: Call) -> None:
    acting.carry_out(call, [do.Say("Hi.", "en"), do.HangUp()], None)
    assert db.session.scalars(select(OptOut)).all() == []
    assert db.session.scalars(select(Thread.needs_reply)).all() == [False]
