"""Which conversations a model is asked about: of its own agents, within bounds, and no others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import select, update

from jobs.sweep import sweep
from tests import desks, model_desks
from tests.conversations import CAROL, fresh, they_write
from tests.plans import plan
from tests.services.agents.model_summaries.quiet import (
    asks,
    at_work,
    by_model,
    by_rules,
    change,
    pass_minutes,
    requests,
)
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.db import db, now
from webapp.models.language_model import LanguageModel
from webapp.models.opt_out import OptOutSource
from webapp.models.summary_request import SummaryOutcome, SummaryRequest
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.agents import summarizing
from webapp.services.agents.model_summaries import asking
from webapp.services.agents.turns import switch
from webapp.services.opt_outs import register


def test_of_an_agent_that_may_and_only_after_the_quiet(app: Flask, model: ModelServer) -> None:
    at_work(model)
    asks()
    by_rules()
    assert requests() == []
    pass_minutes()
    by_rules()
    (request,) = requests()
    assert (request.model, request.outcome) == ("Llama", SummaryOutcome.OPEN)
    assert asking.due() == [request.id]
    assert asking.of(db.session.get_one(Thread, request.thread_id)) is request


@pytest.mark.parametrize("changes", [{"summaries": False}, {"model_id": None}])
def test_the_switch_is_off_or_the_agent_asks_none(
    app: Flask, model: ModelServer, changes: dict[str, Any]
) -> None:
    if changes.get("summaries") is False:
        at_work(model, **changes)
        thread = asks()
    else:
        desks.at_work(summaries=True)
        thread = desks_asks()
    pass_minutes()
    by_rules()
    assert requests() == []
    assert fresh(thread).title
    assert asking.of(fresh(thread)) is None


def desks_asks() -> Thread:
    they_write("Where can I park?")
    desks.answer()
    return db.session.scalars(select(Thread)).one()


def test_of_those_who_opted_out_or_said_nothing_no_model_is_told(app: Flask, model: ModelServer) -> None:
    ada, number, desk = at_work(model)
    asks()
    register.record(CAROL, OptOutSource.STAFF, "She called.", user_id=ada.id)
    silent = desks.factories.thread("+12025550134", number.id)
    silent.agent_id = desk.id
    db.session.commit()
    pass_minutes()
    by_rules()
    assert requests() == []


def test_a_model_that_cannot_be_asked_is_said_so(app: Flask, model: ModelServer) -> None:
    at_work(model)
    asks()
    db.session.execute(update(LanguageModel).values(output_mode="", test_sentence=""))
    pass_minutes()
    by_rules()
    (request,) = requests()
    assert request.outcome == SummaryOutcome.FAILED
    assert "cannot be used. It has not been tested yet." in request.fault
    assert asking.due() == []


@pytest.mark.long
def test_one_conversation_costs_only_so_much_a_day(app: Flask, model: ModelServer) -> None:
    at_work(model)
    thread = asks()
    for number in range(asking.MOST_A_DAY + 1):
        they_write(f"And number {number}?")
        pass_minutes()
        by_rules()
        by_model()
    assert [one.fault for one in requests()] == [""] * asking.MOST_A_DAY + [asking.TOO_OFTEN]
    assert fresh(thread).summary_by == ""
    change(asked_at=now() - asking.DAY)
    they_write("And tomorrow?")
    pass_minutes()
    by_rules()
    by_model()
    assert fresh(thread).summary_by == "Llama"


def test_only_so_many_are_under_way_and_none_for_ever(app: Flask, model: ModelServer) -> None:
    _, _, desk = at_work(model)
    for phone in desks.factories.phones(asking.AT_ONCE + 3, "3"):
        they_write("Where can I park?", phone)
    db.session.execute(update(Thread).values(agent_id=desk.id))
    db.session.commit()
    pass_minutes()
    by_rules()
    every = [one.id for one in requests()]
    assert len(every) == asking.AT_ONCE + 3
    assert asking.due() == every[: asking.AT_ONCE]
    under_way = update(SummaryRequest).where(SummaryRequest.id.in_(every[:5]))
    db.session.execute(under_way.values(until=now() + timedelta(minutes=1)))
    assert asking.due() == every[5:8]
    change(asked_at=now() - asking.IN_TIME)
    assert asking.due() == []


def test_the_thinker_is_told_and_the_sweep_finds_what_was_lost(app: Flask, model: ModelServer) -> None:
    at_work(model)
    asks()
    pass_minutes()
    assert queue.SUM_UP.path not in names()
    by_rules()
    assert queue.SUM_UP.path in names()
    queue.redis().flushdb()
    sweep()
    assert queue.SUM_UP.path in names()


def names() -> set[str]:
    return {job.func_name for job in Queue(queue.THINKER_QUEUE, connection=queue.redis()).jobs}


def test_what_changes_nothing_that_a_model_is_told_costs_nothing(app: Flask, model: ModelServer) -> None:
    ada, _, _ = at_work(model)
    thread = asks(CAROL, "Can I talk to a real person?")
    pass_minutes()
    by_rules()
    by_model()
    before = fresh(thread)
    assert before.summary_by == "Llama"
    switch.take_over(thread.id, ada)
    db.session.commit()
    assert summarizing.due() == [thread.id]
    by_rules()
    kept = fresh(thread)
    assert (kept.title, kept.summary, kept.summary_by) == (before.title, before.summary, "Llama")
    (request,) = requests()
    assert request.summarized_at == kept.summarized_at
    assert summarizing.due() == []
    switch.resume(thread.id, ada)
    db.session.commit()
    by_rules()
    assert len(requests()) == 2, "no one waits for staff any more"


def test_without_summaries_what_waits_is_not_asked(app: Flask, model: ModelServer) -> None:
    at_work(model)
    asks()
    pass_minutes()
    by_rules()
    settings.put("summary_minutes", None)
    db.session.commit()
    model.reset()
    by_model()
    assert model.requests() == []
    assert not summarizing.due()


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_what_waits_is_found_through_its_index(app: Flask) -> None:
    query = select(SummaryRequest.id).where(SummaryRequest.ended_at.is_(None))
    assert "ix_summary_request_open" in " ".join(plan(query.order_by(SummaryRequest.asked_at).limit(8)))


def test_model_desks_are_as_they_were(app: Flask, model: ModelServer) -> None:
    """Agents from before this was possible ask for nothing by themselves."""
    model_desks.at_work(model)
    asks()
    pass_minutes()
    by_rules()
    assert requests() == []
