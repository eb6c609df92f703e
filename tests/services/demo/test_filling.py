"""`outbound demo`: a fresh installation looks alive afterwards, and sends nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories, images
from tests.emptying import empty
from webapp.db import Model, db, now
from webapp.errors import Conflict
from webapp.models.agent import Agent, AgentState
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.hold import Hold
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.tally import BatchTally
from webapp.models.thread import Thread
from webapp.models.user import Role
from webapp.services import sweep
from webapp.services.agents import figures, summarizing
from webapp.services.batches import lifecycle
from webapp.services.batches.replies import reply_kinds
from webapp.services.demo import filling, marks
from webapp.services.outbox import due
from webapp.services.recipients import tallies
from webapp.services.threads import callbacks


def filled() -> filling.Made:
    factories.user()
    made = filling.fill(filling.must_be_fresh(simulated=True))
    db.session.commit()
    return made


@pytest.fixture
def filled_app(app: Flask, made_once: tuple[filling.Made, images.Image]) -> None:
    """For those who change what was made."""
    empty()
    images.put_back(made_once[1])


def count(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture(scope="module")
def made_once(whole_app: Flask) -> tuple[filling.Made, images.Image]:
    """For those who only look, which stand first in this file: what takes seconds is done once."""
    with whole_app.app_context():
        empty(around_the_clock=True)
        return filled(), images.take()


@pytest.fixture
def made(whole_app: Flask, made_once: tuple[filling.Made, images.Image]) -> Iterator[filling.Made]:
    with whole_app.app_context():
        yield made_once[0]
        db.session.rollback()


def test_it_says_what_it_made(made: filling.Made) -> None:
    assert (made.numbers, made.agents, made.batches) == (2, 3, 8)
    assert made.contacts == count(Contact) > 50
    assert made.conversations == count(Thread) > 50


def test_there_is_something_to_see_of_everything(made: filling.Made) -> None:
    states = Counter(db.session.scalars(select(Batch.state)))
    assert states == {"finished": 4, "paused": 1, "scheduled": 2, "draft": 1}
    assert len(db.session.scalars(select(Handoff).where(Handoff.state == HandoffState.OPEN)).all()) >= 4
    assert len(set(db.session.scalars(select(Handoff.code)))) >= 3
    assert (count(Hold), count(OptOut)) == (2, 2)
    outcomes = set(db.session.scalars(select(AgentTurn.outcome)))
    assert {TurnOutcome.SENT, TurnOutcome.HANDED_OFF} <= outcomes
    assert TurnOutcome.FAILED not in outcomes and TurnOutcome.FILTERED not in outcomes
    answering = set(db.session.scalars(select(AgentTurn.agent_id)))
    assert answering == set(db.session.scalars(select(Agent.id)))
    states_of_threads = set(db.session.scalars(select(Thread.agent_state)))
    assert {AgentState.ON, AgentState.PAUSED, AgentState.HANDED_OFF} <= states_of_threads


def test_both_channels_live_and_meet_in_conversations(made: filling.Made) -> None:
    outcomes = Counter(db.session.scalars(select(Call.outcome)))
    assert outcomes >= Counter(answered=8, voicemail=2, no_answer=2, busy=2)
    assert set(db.session.scalars(select(Call.direction))) == {"in", "out"}
    assert callbacks.due()
    called = select(Call.thread_id).distinct()
    assert len(set(db.session.scalars(called)) & set(db.session.scalars(select(Message.thread_id)))) > 5
    numbers = db.session.scalars(select(Number))
    assert all(service.active for one in numbers for service in one.services.values())


def test_all_of_it_is_within_the_last_two_weeks_and_in_the_order_of_its_time(made: filling.Made) -> None:
    times = db.session.scalars(select(Entry.created_at).where(Entry.kind == "sms").order_by(Entry.id)).all()
    assert now() - timedelta(days=14) < times[0] < times[-1] < now()
    by_thread: dict[int, list[object]] = {}
    for thread_id, at in db.session.execute(select(Entry.thread_id, Entry.created_at).order_by(Entry.id)):
        by_thread.setdefault(thread_id, []).append(at)
    assert all(each == sorted(each) for each in by_thread.values())  # type: ignore[type-var]


def test_who_opted_out_or_is_on_hold_got_nothing_later(made: filling.Made) -> None:
    for kind in (Hold, OptOut):
        for phone, at in db.session.execute(select(kind.phone, kind.created_at)):
            later = select(Entry.id).where(Entry.phone == phone, Entry.created_at > at)
            assert not db.session.scalars(later.where(Entry.origin != "confirmation")).all()


def test_a_draft_leaves_out_who_may_not_be_reached_any_more(made: filling.Made) -> None:
    draft = db.session.scalars(select(Batch).where(Batch.state == BatchState.DRAFT)).one()
    rows = db.session.scalars(select(Recipient).where(Recipient.batch_id == draft.id)).all()
    gone = {*db.session.scalars(select(OptOut.phone)), *db.session.scalars(select(Hold.phone))}
    skipped = {row.phone: row.skip_reason for row in rows if row.status == "skipped"}
    assert len(gone) > 2 and skipped.keys() == gone & {row.phone for row in rows}
    assert "opted out" in " ".join(skipped.values())
    assert tallies.counts(draft.id)["queued"] == draft.units_total == len(rows) - len(skipped)


@pytest.mark.long
def test_tallies_and_kinds_are_what_the_rows_say(made: filling.Made) -> None:
    for batch in db.session.scalars(select(Batch)):
        rows = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).all()
        counts = tallies.counts(batch.id)
        for status, number in Counter(str(row.status) for row in rows).items():
            assert counts[status] == number
        wrote = [row for row in rows if row.replied_at or row.opted_out_at]
        assert counts[tallies.REPLIED] + counts[tallies.OPTED_OUT] == len(wrote)
        assert sum(reply_kinds.counts(batch.id).values()) == len(wrote)
    assert sum(db.session.scalars(select(BatchTally.count))) > 100


@pytest.mark.long
def test_nothing_is_queued_and_nothing_is_due(made: filling.Made) -> None:
    waiting = select(func.count()).where(Entry.state.in_(("queued", "sending")))
    assert db.session.scalar(waiting) == 0
    waits = {job.path for job, found in sweep.look().items() if found}
    assert waits <= {"jobs.notices.send_due"}, (
        "the team is told of a callback that is due, and of nothing else"
    )
    assert not sweep.wake_what_is_due(), "no batch runs"
    assert not due.senders()


def test_its_figures_and_summaries_are_made_as_in_earnest(made: filling.Made) -> None:
    assert not summarizing.due()
    titles = db.session.scalars(select(Thread.title).where(Thread.title != "")).all()
    assert len(titles) > 20
    edge = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = [edge - timedelta(days=back) for back in range(15, -1, -1)]
    handoffs = 0
    for agent in db.session.scalars(select(Agent)):
        found = figures.of_agent_by_day(agent.id, days)
        assert sum(day.answers for day in found) == figures.of_agent(agent.id).answers > 5
        handoffs += sum(day.handoffs for day in found)
    assert handoffs >= len(db.session.scalars(select(Handoff)).all()) > 5


def test_a_scheduled_batch_that_is_due_waits_for_a_person(filled_app: None) -> None:
    batches = db.session.scalars(select(Batch).where(Batch.state == BatchState.SCHEDULED)).all()
    assert {batch.channel for batch in batches} == {"sms", "call"}
    for batch in batches:
        batch.scheduled_at = now() - timedelta(seconds=5)
        lifecycle.start_due(batch)
    db.session.commit()
    assert {(one.state, one.pause_reason) for one in batches} == {(BatchState.PAUSED, lifecycle.MADE_UP)}
    assert not due.senders()


@pytest.mark.long
def test_it_is_the_same_each_time(app: Flask) -> None:
    moment = now()
    first = _texts(moment)
    db.session.rollback()
    assert _texts(moment) == first


def _texts(moment: object) -> list[tuple[object, ...]]:
    filling.fill(factories.user(name="Ada"), moment)  # type: ignore[arg-type]
    rows = db.session.execute(select(Entry.phone, Entry.created_at, Entry.state).order_by(Entry.id))
    return [tuple(row) for row in rows]


def test_it_wants_the_simulator(app: Flask) -> None:
    factories.user()
    with pytest.raises(Conflict, match="connected to Vonage"):
        filling.must_be_fresh(simulated=False)


def test_it_wants_someone_who_can_look_at_it(app: Flask) -> None:
    with pytest.raises(Conflict, match="Make your account first"):
        filling.must_be_fresh(simulated=True)
    factories.user(role=Role.STAFF)
    with pytest.raises(Conflict, match="Make your account first"):
        filling.must_be_fresh(simulated=True)


def test_it_wants_an_installation_without_data_of_its_own(app: Flask) -> None:
    factories.batch(["+12025550111"])
    with pytest.raises(Conflict, match=r"data of its own \(1 number, 1 batch\)"):
        filling.must_be_fresh(simulated=True)
    assert not marks.any_left()


def test_it_is_made_up_once(filled_app: None) -> None:
    with pytest.raises(Conflict, match="here already"):
        filling.must_be_fresh(simulated=True)
