"""Agents that ask a model, from what comes in to what leaves: over real HTTP, against the simulated model."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from jobs.agent_turns import think
from jobs.think import answer_due
from tests import desks, factories, model_desks
from tests.conversations import CAROL, fresh, they_write, thread_of, we_write
from tests.model_desks import PARKING
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.agents.llm import sentences
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.batch import RepliesBy
from webapp.models.handoff import Handoff
from webapp.models.language_model import LanguageModel
from webapp.models.message import Message
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import sweep as sweeps
from webapp.services.agents import language_models
from webapp.services.agents.turns import switch, thinking

DAVE = "+12025550144"
MOODS = {
    "busy": sentences.BUSY,
    "error_500": "The model's server failed (500).",
    "empty": sentences.EMPTY,
    "nonsense": sentences.NONSENSE,
    "prose": sentences.PROSE,
    "cut_json": sentences.CUT,
}
"""Mood -> what the thread says after one retry."""


def handoff() -> str:
    db.session.rollback()
    return db.session.scalars(select(Handoff.reason)).one()


def turn() -> AgentTurn:
    (found,) = desks.turns()
    return found


def test_a_reply_to_a_batch_is_answered_from_its_row_message_and_context_alone(
    app: Flask, model: ModelServer
) -> None:
    ada, number, desk = model_desks.at_work(model, priced=True)
    batch = factories.batch(
        [CAROL, DAVE], number_id=number.id, created_by=ada.id, context="Mornings are quieter.",
        columns=["phone_number", "dentist"], name_columns=[], replies_by=RepliesBy.AGENT, agent_id=desk.id,
    )  # fmt: skip
    for phone, dentist in ((CAROL, "Dr Quill"), (DAVE, "Dr Canary")):
        row = (Recipient.batch_id == batch.id, Recipient.phone == phone)
        db.session.execute(update(Recipient).where(*row).values(cells=[phone, dentist]))
        factories.sent(batch, phone)
    db.session.commit()
    they_write("It is Dave. My canary is ill", DAVE)
    they_write("Which dentist will I see?")
    model_desks.answer(thread_of(they_write("And when?")).id)
    assert desks.said() == ["Dr Quill."]
    prompts = model.prompts()
    for told in ("Dr Quill", "Mornings are quieter.", "Which dentist", "And when?", CAROL):
        assert told in prompts
    for foreign in ("Canary", "canary", "Dave", DAVE):
        assert foreign not in prompts
    assert (turn().outcome, turn().tokens is not None) == ("sent", True)
    assert turn().cost == pytest.approx(
        (2.5 * turn().decision["usage"]["tokens_in"] + 10 * turn().decision["usage"]["tokens_out"]) / 1e6
    )
    assert turn().cost


def test_two_texts_get_one_answer(app: Flask, model: ModelServer) -> None:
    model_desks.at_work(model)
    they_write("Hello there")
    they_write("Is there parking?")
    model_desks.answer()
    assert desks.said() == [PARKING]
    assert len(model.requests()) == 1
    assert turn().read_to == db.session.scalar(select(func.max(Message.id)).where(Message.direction == "in"))


@pytest.mark.parametrize("mood", MOODS)
def test_a_model_that_fails_twice_leaves_it_to_staff_with_its_sentence(
    app: Flask, model: ModelServer, mood: str
) -> None:
    model_desks.at_work(model)
    thread = thread_of(they_write("Is there parking?"))
    model.mood(mood)
    model_desks.answer()
    assert handoff() == MOODS[mood]
    assert len(model.requests()) == 2
    assert turn().outcome == "failed"
    assert fresh(thread).agent_state == AgentState.HANDED_OFF
    assert len(desks.said()) == 1, "that a colleague will answer"
    assert desks.timer_of(thread).answer_at is None


@pytest.mark.parametrize("mood", ["busy", "reset", "nonsense"])
def test_a_model_that_fails_once_answers_all_the_same(app: Flask, model: ModelServer, mood: str) -> None:
    model_desks.at_work(model)
    they_write("Is there parking?")
    model.mood(mood, count=1)
    model_desks.answer()
    assert desks.said() == [PARKING]
    assert turn().decision["usage"]["requests"] == 2


@pytest.mark.long
def test_a_model_that_is_slow_is_not_waited_for_for_ever(
    app: Flask, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_models, "SECONDS", 4.0)
    monkeypatch.setattr(language_models, "REQUEST_SECONDS", 1.5)
    model_desks.at_work(model)
    they_write("Is there parking?")
    model.mood("slow", seconds=30)
    began = time.monotonic()
    model_desks.answer()
    assert time.monotonic() - began < 8
    assert handoff() == "The model did not answer within 4 seconds."


def test_a_lease_is_longer_than_a_model_may_think() -> None:
    assert thinking.LEASE > timedelta(seconds=2 * language_models.SECONDS)


def test_a_server_that_is_away(app: Flask, model: ModelServer) -> None:
    model_desks.at_work(model)
    they_write("Is there parking?")
    db.session.execute(update(LanguageModel).values(base_url="http://127.0.0.1:9/v1"))
    db.session.commit()
    model_desks.answer()
    assert handoff() == sentences.UNREACHABLE


def untested(_: User) -> None:
    db.session.execute(update(LanguageModel).values(output_mode="", test_sentence=""))


def key_lost(_: User) -> None:
    db.session.execute(update(LanguageModel).values(key_sealed="of another installation"))


def removed(_: User) -> None:
    db.session.delete(language_models.listed()[0])


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (untested, "“Llama” cannot be used. It has not been tested yet"),
        (key_lost, "kept with another OUTBOUND_SECRET_KEY"),
        (removed, "This model does not exist any more."),
    ],
)
def test_what_a_model_lacks_is_said_to_staff(
    app: Flask, model: ModelServer, act: Callable[[User], None], sentence: str
) -> None:
    ada, _, _ = model_desks.at_work(model)
    they_write("Is there parking?")
    act(ada)
    db.session.commit()
    model_desks.answer()
    assert sentence in handoff()
    assert model.requests() == []


def test_staff_who_write_while_it_thinks_have_the_last_word(app: Flask, model: ModelServer) -> None:
    ada, _, _ = model_desks.at_work(model)
    thread = thread_of(they_write("Is there parking?"))
    desks.hear()
    desks.pass_time()
    model.mood("slow", seconds=1.5)
    thread_id, ada_id = thread.id, ada.id
    db.session.rollback()

    def ask() -> None:
        with app.app_context():
            model_desks.ask_model(thread_id)

    thinker = threading.Thread(target=ask)
    thinker.start()
    deadline = time.monotonic() + 10
    while not model.requests() and time.monotonic() < deadline:
        time.sleep(0.02)
    we_write(db.session.get_one(Thread, thread_id), "I am here", ada_id)
    thinker.join(20)
    assert len(model.requests()) == 1
    assert desks.said() == []
    assert "sent" not in desks.outcomes()


def test_ordinary_workers_hand_it_to_the_thinker(app: Flask, model: ModelServer) -> None:
    model_desks.at_work(model)
    thread = thread_of(they_write("Is there parking?"))
    desks.hear()
    desks.pass_time()
    queue.redis().flushall()
    think(thread.id)
    assert queue.redis().exists(queue.waiting_key(queue.ASK_MODEL, thread.id))
    row = desks.timer_of(thread)
    assert (row.lease, row.tries, model.requests()) == (None, 0, [])
    assert sweeps.look()[queue.ASK_MODEL] == [thread.id]
    db.session.rollback()
    model_desks.ask_model(thread.id)
    assert desks.said() == [PARKING]


def test_what_no_thinker_takes_up_is_left_to_staff(app: Flask, model: ModelServer) -> None:
    model_desks.at_work(model)
    thread = thread_of(they_write("Is there parking?"))
    desks.hear()
    desks.pass_time()
    answer_due()
    assert desks.turns() == [], "its time is not over yet"
    long_ago = now() - timedelta(minutes=5)
    db.session.execute(update(Answering).values(answer_at=long_ago))
    db.session.commit()
    due = sweeps.look()
    assert (list(due[queue.THINK]), due[queue.ASK_MODEL]) == ([thread.id], [])
    db.session.rollback()
    answer_due()
    assert handoff() == thinking.NOT_TAKEN_UP
    assert model.requests() == []


def test_a_thread_that_is_given_back_is_thought_about_by_the_thinker(app: Flask, model: ModelServer) -> None:
    ada, _, _ = model_desks.at_work(model)
    thread = thread_of(they_write("Is there parking?"))
    desks.hear()
    switch.take_over(thread.id, ada)
    db.session.commit()
    queue.redis().flushall()
    switch.resume(thread.id, ada)
    db.session.commit()
    assert queue.redis().exists(queue.waiting_key(queue.ASK_MODEL, thread.id))
