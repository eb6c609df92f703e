"""Actions are carried out in their order, each once, and what goes wrong ends the task with its sentence."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from jobs import actions as jobs
from jobs import signal_hooks
from tests.plans import plan
from tests.services.actions.people import again, ask, begun, carol, carried_out, make_due, states
from tests.services.actions.system import Answer, OtherSystem
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.event import Event
from webapp.models.label import ContactLabel
from webapp.models.message import Message
from webapp.models.signal import Signal
from webapp.models.task_record import ActionRun
from webapp.models.thread import Thread
from webapp.services import sweep
from webapp.services.actions import carrying_out, ending, starting
from webapp.services.actions.base import Context, Result
from webapp.services.actions.carrying_out import LEASE, MOST_ATTEMPTS, WAITS, Claimed
from webapp.services.actions.registry import ACTIONS

LABEL = ("add_label", {"label": "Booked"})
NOTED = ("set_attribute", {"name": "visit", "value": "{{date}}"})
BROKEN = ("set_attribute", {"name": "visit", "value": "{{nothing}}"})


def end_of(record_id: int) -> ending.TaskResult:
    found = ending.result(record_id)
    assert found is not None
    return found


def test_actions_are_carried_out_in_their_order_and_the_record_tells(thread: Thread) -> None:
    sms = ("send_sms", {"text": "See you on {{date}}, {{first_name}}."})
    record = carried_out(thread, NOTED, LABEL, sms, date="2026-03-09")
    assert (record.state, record.error, states(record)) == ("done", "", ["done"] * 3)
    assert carol().attributes == {"visit": "2026-03-09"}
    said = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert said and (said.text, said.origin) == ("See you on 2026-03-09, Carol.", "agent")
    assert (record.done_at is not None, record.by.name, record.agent_version) == (True, "Reminder desk", 2)


def test_a_failure_ends_the_task_and_says_which_action_and_why(thread: Thread) -> None:
    record = carried_out(thread, LABEL, BROKEN, NOTED, date="2026-03-09")
    assert (record.state, states(record)) == ("failed", ["done", "failed", "skipped"])
    assert record.error == "There is no value for “{{nothing}}”."
    ended = end_of(record.id)
    assert (ended.state, ended.failed, ended.sentence) == ("failed", "set_attribute", record.error)
    assert carol().attributes == {}
    [line] = db.session.scalars(select(Event).where(Event.kind == "thread.task_failed"))
    assert (line.thread_id, line.data["task"]) == (thread.id, "Book a visit")


def test_the_end_is_told_by_a_signal_and_a_failure_needs_staff(thread: Thread) -> None:
    db.session.execute(update(Thread).values(needs_reply=False))
    for actions, needs_reply in (((LABEL,), False), ((BROKEN,), True)):
        carried_out(thread, *actions)
        [signal_id] = db.session.scalars(select(Signal.id))
        signal_hooks.act(signal_id)
        db.session.expire_all()
        assert db.session.scalars(select(Thread.needs_reply)).one() is needs_reply
        assert db.session.scalars(select(Signal.id)).all() == []


def test_what_a_failing_action_has_done_is_not_kept(thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its database work and the note about it are one transaction."""
    whole = type(ACTIONS["add_label"]).run

    def half(self: object, context: Context, values: object) -> Result:
        whole(ACTIONS["add_label"], context, values)  # type: ignore[arg-type]
        raise Conflict("No.")

    monkeypatch.setattr(type(ACTIONS["add_label"]), "run", half)
    record = carried_out(thread, LABEL)
    assert (record.state, record.error) == ("failed", "No.")
    assert db.session.scalars(select(ContactLabel)).all() == []


def test_an_action_that_raises_is_set_aside_and_the_log_has_no_value(
    thread: Thread, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Result:
        raise ValueError("canary-4711")

    monkeypatch.setattr(type(ACTIONS["add_label"]), "run", broken)
    record = carried_out(thread, LABEL)
    assert record.error == "Outbound failed on this action (ValueError); the log says more."
    assert states(record) == ["failed"]
    out, err = capsys.readouterr()
    assert "canary-4711" not in out + err


def test_a_task_without_actions_is_done_at_once(thread: Thread) -> None:
    assert again(begun(thread)).state == "done"


def test_an_action_that_this_version_does_not_have_fails_by_name(thread: Thread) -> None:
    record = carried_out(thread, ("fly", {}))
    assert record.error == "There is no action “fly” in this version of Outbound."


def test_the_same_key_starts_it_once(thread: Thread) -> None:
    task = starting.TaskRun("book", "Book", {}, [])
    by = again(begun(thread)).by
    first, second = (starting.start(thread, task, by, "turn:x").id for _ in range(2))
    db.session.commit()
    assert first == second


def test_a_second_job_does_nothing_over_again(thread: Thread) -> None:
    record = carried_out(thread, NOTED, ("send_sms", {"text": "Done."}), date="2026-03-09")
    for _ in range(2):
        jobs.carry_out(record.id)
    sent = db.session.scalars(select(Message).where(Message.direction == "out")).all()
    assert [message.text for message in sent] == ["Done."]


def test_two_workers_at_once_do_it_once(app: Flask, thread: Thread, system: OtherSystem) -> None:
    sms = ("send_sms", {"text": "Done."})
    record_id = begun(thread, LABEL, ask(system.put("/book", Answer(hang=0.3))), sms)
    db.session.remove()

    def work() -> None:
        with app.app_context():
            jobs.carry_out(record_id)
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sent = db.session.scalars(select(Message).where(Message.direction == "out")).all()
    assert (again(record_id).state, len(system.asked), len(sent)) == ("done", 1, 1)


def test_a_worker_that_died_before_it_asked_leaves_a_lease(thread: Thread, system: OtherSystem) -> None:
    """Killed between the claim and the record: asked again under the same key once the lease is over."""
    record_id = begun(thread, ask(system.put("/book", Answer())))
    claimed = carrying_out.step(record_id)
    db.session.commit()
    assert isinstance(claimed, Claimed)
    assert (carrying_out.due(), carrying_out.step(record_id)) == ([], False)
    make_due()
    assert sweep.look()[queue.CARRY_OUT_TASK] == [record_id]
    jobs.carry_out(record_id)
    assert (again(record_id).state, len(system.asked)) == ("done", 1)


def test_a_worker_that_died_after_it_asked_asks_again_under_the_same_key(
    thread: Thread, system: OtherSystem
) -> None:
    record_id = begun(thread, ask(system.put("/book", Answer())))
    claimed = carrying_out.step(record_id)
    db.session.commit()
    assert isinstance(claimed, Claimed)
    carrying_out.perform(claimed)  # and dies
    make_due()
    jobs.carry_out(record_id)
    assert again(record_id).state == "done"
    assert len({asked.headers["Idempotency-Key"] for asked in system.asked}) == 1
    assert len(system.asked) == 2
    bodies = {asked.body for asked in system.asked}
    assert len(bodies) == 1


def test_a_worker_that_is_killed_while_it_asks(thread: Thread, system: OtherSystem) -> None:
    """A process that ends in the middle of its request; the next one asks under the same key."""
    record_id = begun(thread, LABEL, ask(system.put("/book", Answer())), NOTED, date="2026-03-09")
    db.session.remove()
    worker = os.fork()
    if not worker:
        try:
            jobs.carry_out(record_id)
        finally:
            os._exit(0)
    system.before = lambda _: os.kill(worker, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == -signal.SIGKILL
    system.before = lambda _: None
    assert states(again(record_id)) == ["done", "running", "waiting"]
    make_due()
    jobs.carry_out(record_id)
    assert states(again(record_id)) == ["done"] * 3
    first, second = system.asked
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert len(db.session.scalars(select(ContactLabel)).all()) == 1


def test_one_who_comes_back_late_records_nothing(thread: Thread, system: OtherSystem) -> None:
    """Their lease was over, and another has asked meanwhile."""
    url = system.put("/book", Answer(body=b'{"id": 1}'), Answer(body=b'{"id": 2}'))
    record_id = begun(thread, ask(url, keep="booking = id"))
    late = carrying_out.step(record_id)
    db.session.commit()
    assert isinstance(late, Claimed)
    make_due()
    jobs.carry_out(record_id)
    outcome = carrying_out.perform(late)
    carrying_out.record(late, outcome)
    db.session.commit()
    assert again(record_id).actions[0].result == {"kept": {"booking": "1"}}


def test_workers_that_die_each_time_end_it_with_a_sentence(thread: Thread, system: OtherSystem) -> None:
    record_id = begun(thread, ask(system.put("/book", Answer())))
    for _ in range(MOST_ATTEMPTS):
        assert isinstance(carrying_out.step(record_id), Claimed)
        db.session.commit()
        make_due()
    jobs.carry_out(record_id)
    record = again(record_id)
    assert (record.state, record.error) == ("failed", carrying_out.DIED)


def test_what_does_not_answer_is_asked_again_later_and_not_for_ever(
    thread: Thread, system: OtherSystem
) -> None:
    record_id = begun(thread, ask(system.put("/book", Answer(503))), LABEL)
    for attempt, wait in enumerate(WAITS, start=1):
        jobs.carry_out(record_id)
        run = again(record_id).actions[0]
        assert (run.state, run.attempts) == ("waiting", attempt)
        assert run.next_try_at and abs(run.next_try_at - now() - wait) < timedelta(seconds=5)
        jobs.carry_out(record_id)  # too early
        assert len(system.asked) == attempt
        make_due()
    jobs.carry_out(record_id)
    record = again(record_id)
    assert (record.state, states(record)) == ("failed", ["failed", "skipped"])
    assert record.error == f"127.0.0.1:{system.port} answered 503 (Service Unavailable)."
    assert len({asked.headers["Idempotency-Key"] for asked in system.asked}) == 1


def test_a_server_says_how_long_to_wait(thread: Thread, system: OtherSystem) -> None:
    answer = Answer(429, headers={"Retry-After": "120"})
    record = carried_out(thread, ask(system.put("/book", answer)))
    at = record.actions[0].next_try_at
    assert at and timedelta(seconds=115) < at - now() < timedelta(seconds=121)


def test_a_person_has_it_go_on_from_where_it_failed_under_the_same_key(
    thread: Thread, system: OtherSystem
) -> None:
    url = system.put("/book", Answer(404), Answer())
    record = carried_out(thread, LABEL, ask(url), NOTED, date="2026-03-09")
    assert states(record) == ["done", "failed", "skipped"]
    starting.try_again(record.id, 1)
    db.session.commit()
    jobs.carry_out(record.id)
    record = again(record.id)
    assert (record.state, record.error, states(record)) == ("done", "", ["done"] * 3)
    assert len({asked.headers["Idempotency-Key"] for asked in system.asked}) == 1
    with pytest.raises(Conflict):
        starting.try_again(record.id, 1)


def test_what_an_answer_gave_is_there_for_the_actions_behind(thread: Thread, system: OtherSystem) -> None:
    url = system.put("/book", Answer(body=b'{"data": [{"id": 17}]}'))
    noted = ("set_attribute", {"name": "booking", "value": "No. {{booking}}"})
    record = carried_out(thread, ask(url, keep="booking = data.0.id"), noted)
    assert record.state == "done", record.error
    assert carol().attributes == {"booking": "No. 17"}
    assert end_of(record.id).kept == {"booking": "17"}


def test_values_are_as_they_were_when_the_task_began(thread: Thread, system: OtherSystem) -> None:
    """The same key must say the same, however often it is tried."""
    url = system.put("/book", Answer(503), Answer())
    record = carried_out(thread, ask(url, body="who: {{name}}"))
    carol().name = "Someone Else"
    make_due()
    jobs.carry_out(record.id)
    assert {asked.body for asked in system.asked} == {b'{"who": "Carol Diaz"}'}


def test_what_is_due_is_found_by_its_index(app: Flask) -> None:
    """Without one, a table with many that are done would be read from end to end, every few seconds."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))  # the table is empty here
    query = select(ActionRun.record_id).where(carrying_out.OPEN, ActionRun.next_try_at <= now())
    assert "ix_action_run_due" in " ".join(plan(query.order_by(ActionRun.next_try_at).limit(5)))


def test_the_lease_outlives_the_longest_request() -> None:
    assert LEASE > timedelta(seconds=3 * 30)
