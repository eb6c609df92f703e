"""Other systems: asked once, and where no one can tell, that is what is said."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests.conversations import DAVE, they_write
from tests.services.actions.system import Answer, OtherSystem
from tests.services.workflows.stage import act, ada, contact, errors, flow, live, run, runs, step, steps
from webapp.db import db, now
from webapp.models.workflow_run import WorkflowRun
from webapp.services.actions.base import Outcome
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import advancing, asking
from webapp.services.workflows.running.asking import Asked


def request(system: OtherSystem, **settings: str) -> Asked:
    """Claimed and committed, and not made yet: here the worker dies."""
    first = step(1, "http_request", url=system.put("/visits", Answer()), **settings)
    workflow = live(flow("hand", first, step(2, "note", text="Asked")))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    db.session.commit()
    [asked] = advancing.advance([run().id]).asked
    db.session.commit()
    return asked


def lease_ends() -> None:
    db.session.execute(update(WorkflowRun).values(due_at=now() - timedelta(seconds=1)))
    db.session.commit()
    act()


def test_what_a_dead_worker_was_asking_is_unknown_and_never_asked_again(
    app: Flask, system: OtherSystem
) -> None:
    request(system)
    act()
    assert (run().state, system.asked) == ("running", []), "the lease holds"
    lease_ends()
    assert (run().state, steps(), system.asked) == ("failed", [("s1", "unknown")], [])
    assert run().reason.startswith("No one can tell whether it was done")


def test_one_that_breaks_off_may_have_done_it(app: Flask, system: OtherSystem) -> None:
    asked = request(system)
    system.put("/visits", Answer(cut=True))
    asking.record(asked, asking.perform(asked))
    db.session.commit()
    assert (run().state, steps()) == ("failed", [("s1", "unknown")])
    assert run().reason.endswith(asking.UNSURE)


def test_where_asking_twice_does_no_harm_it_is_asked_again(app: Flask, system: OtherSystem) -> None:
    request(system, repeatable="1")
    lease_ends()
    assert (run().state, len(system.asked)) == ("done", 1)


def test_an_answer_that_comes_after_the_lease_changes_nothing(app: Flask, system: OtherSystem) -> None:
    asked = request(system)
    outcome = asking.perform(asked)
    lease_ends()
    asking.record(asked, outcome)
    db.session.commit()
    assert steps() == [("s1", "unknown")]


def test_a_run_that_was_stopped_while_it_asked_notes_the_answer_and_ends(
    app: Flask, system: OtherSystem
) -> None:
    asked = request(system)
    they_write("Hello")
    asking.record(asked, asking.perform(asked))
    db.session.commit()
    assert (run().state, steps()) == ("stopped", [("s1", "done")])


def test_a_run_that_was_stopped_while_it_asked_is_not_asked_again(app: Flask, system: OtherSystem) -> None:
    asked = request(system, repeatable="1")
    system.put("/visits", Answer(503))
    they_write("Hello")
    asking.record(asked, asking.perform(asked))
    db.session.commit()
    assert (run().state, steps()) == ("stopped", [("s1", "failed")])


def test_one_that_raises_leaves_the_answers_of_the_others(
    app: Flask, system: OtherSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow = live(flow("hand", step(1, "http_request", url=system.put("/visits", Answer()))))
    by_hand.start(workflow.id, [contact().id, contact(DAVE).id], ada(), "key")
    db.session.commit()
    whole, broken = asking.perform, runs()[0].id

    def perform(asked: Asked) -> Outcome:
        if asked.run_id == broken:
            raise RuntimeError("out of paper")
        return whole(asked)

    monkeypatch.setattr(asking, "perform", perform)
    act()
    assert (steps(), len(system.asked)) == ([("s1", "unknown"), ("s1", "done")], 1)
    assert errors()[0].startswith("Outbound failed while it asked (RuntimeError)")


def test_several_are_asked_at_the_same_time(app: Flask, system: OtherSystem) -> None:
    """One that dawdles keeps the others waiting no longer than itself."""
    workflow = live(flow("hand", step(1, "http_request", url=system.put("/visits", Answer(hang=0.4)))))
    people = [contact(f"+1202555{number}").id for number in range(2000, 2006)]
    by_hand.start(workflow.id, people, ada(), "key")
    db.session.commit()
    began = time.monotonic()
    act()
    assert ({str(one.state) for one in runs()}, len(system.asked)) == ({"done"}, 6)
    assert time.monotonic() - began < 6 * 0.4
