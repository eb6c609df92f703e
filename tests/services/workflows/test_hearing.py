"""One workflow that raises keeps no other from starting, and many start in one transaction."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conversations import they_write
from tests.services.workflows.stage import act, contact, flow, live, refusals, runs, step
from webapp.db import db
from webapp.models.signal import Signal
from webapp.services import hooks, signals
from webapp.services.workflows import starting

END = step(1, "end")


def test_the_others_start_and_why_it_did_not_is_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    live(flow("message", END), "Broken")
    live(flow("message", END), "Whole")
    whole = starting.obstacle

    def raises(workflow: Any, document: Any, happened: Any) -> Any:
        if workflow.name == "Broken":
            raise RuntimeError("out of paper")
        return whole(workflow, document, happened)

    monkeypatch.setattr(starting, "obstacle", raises)
    they_write("Hello")
    act()
    assert [one.workflow.name for one in runs()] == ["Whole"]
    assert refusals() == ["Outbound failed on this start (RuntimeError); the log says more."]


def test_many_signals_start_it_together_each_once_and_a_broken_one_stops_no_other(app: Flask) -> None:
    live(flow("contact", END))
    people = [contact(f"+1202555013{number}", f"Person {number}").id for number in (3, 1, 2)]
    signals.emit_all(signals.CONTACT_CREATED, [{"contact": one} for one in reversed(people)])
    db.session.commit()
    waiting = hooks.due()
    assert hooks.kinds_together(waiting) == [signals.CONTACT_CREATED]
    assert hooks.act_together(waiting, signals.CONTACT_CREATED) == set(waiting)
    db.session.commit()
    assert hooks.act_together(waiting, signals.CONTACT_CREATED) == set()
    assert sorted(one.contact_id for one in runs()) == sorted(people)
    more = contact("+12025550144", "Erin").id
    signals.emit_all(signals.CONTACT_CREATED, [{"nobody": 1}, {"contact": more}, {"contact": people[0]}])
    db.session.commit()
    act()
    assert sorted(one.contact_id for one in runs()) == sorted([*people, more])
    assert [one.attempts for one in db.session.scalars(select(Signal))] == [1]
