"""A model's summary in the place of the rules' one, while nothing has happened since."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from jobs import model_summaries
from tests import calls, desks, factories
from tests.conversations import CAROL, fresh, they_write, we_write
from tests.dump import dump
from tests.services.agents.model_summaries.quiet import (
    asks,
    at_work,
    by_model,
    by_rules,
    change,
    pass_minutes,
    requests,
)
from tests.services.privacy.lists import erase
from tests.simulator.model.server import ModelServer
from webapp.agents.llm import sentences
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.summary_request import SummaryOutcome, SummaryRequest
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.agents import figures, store, summarizing
from webapp.services.agents.model_summaries import asking, prices, writing
from webapp.services.privacy import export, retention, traces


def test_rules_stand_until_the_model_has_written(app: Flask, model: ModelServer) -> None:
    _, _, desk = at_work(model)
    thread = asks()
    pass_minutes()
    by_rules()
    thread = fresh(thread)
    assert (thread.title, thread.summary_by) == ("“Where can I park?”", "")
    revision, at = thread.revision, thread.summarized_at
    model.reset()
    by_model()
    thread = fresh(thread)
    assert (thread.title, thread.summary_by, thread.summarized_at) == ("Where can I park?", "Llama", at)
    assert thread.summary.splitlines()[1] == "The answer was: “There is free parking behind the house.”"
    assert thread.revision > revision
    (request,) = requests()
    assert (request.outcome, request.fault, request.tries) == (SummaryOutcome.WRITTEN, "", 1)
    assert request.tokens
    assert request.cost
    assert request.cost == prices.mean(desk.id)
    assert CAROL not in model.prompts()
    assert "reminder desk of a dentist" not in model.prompts()
    by_model(request.id)
    assert summarizing.due() == asking.due() == []
    assert len(model.requests()) == 1, "it is not asked twice for one state"


def test_its_cost_is_among_the_figures_and_no_conversation(app: Flask, model: ModelServer) -> None:
    _, number, desk = at_work(model)
    batch = factories.batch([CAROL], number_id=number.id, created_by=desk.created_by)
    factories.sent(batch, CAROL)
    db.session.commit()
    asks()
    before = figures.of_agent(desk.id), figures.of_batch(batch.id)
    pass_minutes()
    by_rules()
    by_model()
    (request,) = requests()
    assert request.batch_id == batch.id
    for one, found in zip(before, (figures.of_agent(desk.id), figures.of_batch(batch.id)), strict=True):
        assert (found.conversations, found.answers, found.asked) == (1, 1, one.asked + 1)
        assert found.tokens == (one.tokens or 0) + (request.tokens or 0)
        assert found.cost == pytest.approx((one.cost or 0) + (request.cost or 0))
    days = figures.of_agent_by_day(desk.id, [now() - timedelta(hours=1), now() + timedelta(hours=1)])
    assert days[0].asked == before[0].asked + 1


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("error_500", "The model's server failed (500)."),
        ("nonsense", sentences.NONSENSE),
        ("runaway", sentences.BUDGET),
        ("invents", sentences.unsaid("31.12.2099")),
    ],
)
def test_where_the_model_fails_the_rules_stay_for_good(
    app: Flask, model: ModelServer, mood: str, sentence: str
) -> None:
    at_work(model)
    thread = asks()
    pass_minutes()
    by_rules()
    model.reset()
    model.mood(mood)
    by_model()
    asked = len(model.requests())
    assert 1 <= asked <= 2
    assert (fresh(thread).title, fresh(thread).summary_by) == ("“Where can I park?”", "")
    (request,) = requests()
    assert (request.outcome, request.fault) == (SummaryOutcome.FAILED, sentence)
    assert request.ended_at is not None
    model.mood("normal")
    by_rules()
    by_model()
    assert len(model.requests()) == asked
    they_write("And on Sundays?")
    pass_minutes()
    by_rules()
    by_model()
    assert fresh(thread).summary_by == "Llama", "what is new is asked for, too"


def test_what_comes_while_it_is_asked_wins(app: Flask, model: ModelServer) -> None:
    ada, _, _ = at_work(model)
    thread = asks()
    pass_minutes()
    by_rules()
    (request,) = requests()
    work = writing.begin(request.id)
    db.session.commit()
    assert work is not None
    outcome = writing.perform(work)
    we_write(fresh(thread), "There is a place left.", ada.id)
    writing.end(request.id, outcome)
    db.session.commit()
    assert fresh(thread).summary_by == ""
    (request,) = requests()
    assert (request.outcome, request.tokens is not None) == (SummaryOutcome.SUPERSEDED, True)
    pass_minutes()
    by_rules()
    by_model()
    assert "There is a place left." in fresh(thread).summary


def test_what_has_gone_on_before_it_is_taken_up_is_not_asked(app: Flask, model: ModelServer) -> None:
    _, _, desk = at_work(model)
    ada = factories.user("Eve")
    first, second, third = asks(), asks("+12025550134"), asks("+12025550135")
    pass_minutes()
    by_rules()
    model.reset()
    we_write(fresh(first), "There is a place left.", ada.id)
    for request in requests():
        if request.thread_id == second.id:
            writing.begin(request.id)
            db.session.commit()
    store.archive(desk.id, ada)
    db.session.commit()
    by_model()
    assert model.requests() == []
    outcomes = {one.thread_id: one.outcome for one in requests()}
    assert outcomes == {
        first.id: SummaryOutcome.SUPERSEDED, second.id: "", third.id: SummaryOutcome.SUPERSEDED
    }  # fmt: skip


def test_a_lease_holds_others_off_and_ends_after_two_tries(app: Flask, model: ModelServer) -> None:
    at_work(model)
    asks()
    pass_minutes()
    by_rules()
    (request,) = requests()
    for _ in range(writing.MOST_TRIES):
        assert writing.begin(request.id) is not None
        assert writing.begin(request.id) is None
        assert asking.due() == []
        db.session.commit()
        change(until=now() - timedelta(seconds=1))
        assert asking.due() == [request.id]
    model.reset()
    by_model()
    (request,) = requests()
    assert (request.outcome, request.fault) == (SummaryOutcome.FAILED, writing.DIED)
    assert model.requests() == []


def test_one_that_raises_is_ended_and_the_others_go_on(
    app: Flask, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(model)
    first, second = asks(), asks("+12025550134")
    pass_minutes()
    by_rules()
    change_thread = db.session.get_one(Thread, first.id)
    db.session.execute(
        SummaryRequest.__table__.update()  # type: ignore[attr-defined]
        .where(SummaryRequest.thread_id == change_thread.id)
        .values(model="Llama")
    )
    db.session.commit()
    perform = writing.perform

    def raises(work: writing.Work) -> writing.Outcome:
        if "Where can I park?" in str(work.asked) and work.request_id == requests()[0].id:
            raise ValueError("a fault of ours")
        return perform(work)

    monkeypatch.setattr(model_summaries.writing, "perform", raises)
    by_model()
    faults = [one.fault for one in requests()]
    assert faults == [writing.RAISED.format(name="ValueError"), ""]
    assert (fresh(first).summary_by, fresh(second).summary_by) == ("", "Llama")


def test_a_call_is_summed_up_without_the_keys_that_they_pressed(app: Flask, model: ModelServer) -> None:
    _, number, desk = at_work(model)
    call = factories.call(CAROL, number.id, "answered", agent_id=desk.id, answered_at=now())
    calls.turns(call, "Hello, this is Desk.", "Where can I park?", desks.PARKING, "Pressed 4 7 1 1")
    db.session.commit()
    calls.tell(call, CallEvent.COMPLETED, carrier="vonage", seconds=65)
    pass_minutes()
    by_rules()
    by_model()
    thread = fresh(db.session.get_one(Thread, call.thread_id))
    assert thread.summary.splitlines()[0] == "They said: “Where can I park?”"
    assert thread.summary_by == "Llama"
    assert "4 7 1 1" not in model.prompts()


def test_export_erasure_and_retention_cover_it(app: Flask, model: ModelServer) -> None:
    at_work(model)
    thread = asks(CAROL, "My knee hurts, where can I park?")
    pass_minutes()
    by_rules()
    by_model()
    (told,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["conversations"]
    assert (told["title"], told["summary_by"]) == ("My knee hurts, where can I park?", "Llama")
    assert [one["outcome"] for one in told["summary_requests"]] == ["written"]
    settings.put("keep_messages_days", 365)
    change(asked_at=now() - timedelta(days=400))
    for _ in retention.tidy():
        db.session.commit()
    assert requests() == []
    summarizing.forget([thread.id])
    db.session.commit()
    assert (fresh(thread).title, fresh(thread).summary_by) == ("", "")
    by_rules()
    db.session.execute(desks.update(desks.Message).values(state="delivered"))
    db.session.commit()
    erase()
    assert requests() == []
    assert "knee" not in "".join(dump())
