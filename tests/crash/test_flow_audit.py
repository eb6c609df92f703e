"""What the crash proof asks of workflows finds what it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from tests import closing, factories
from tests.crash import flow_audit, flows
from tests.crash.elsewhere import ONCE, Elsewhere
from tests.crash.flows import CALL_THEM, FOLLOW_UP, Flows
from tests.crash.record import CarriersRecord
from tests.services.workflows import stage
from tests.simulator.server import Control
from webapp.allowed_hosts import AllowedHosts
from webapp.db import db
from webapp.models.message import Message
from webapp.models.note import Note
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun

CAROL, DAVE = "+12025550111", "+12025550122"


@pytest.fixture
def played(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Flows, Elsewhere]]:
    """Carol's visit was followed up, and Dave's call waits for a line."""
    for name in ("HANGS_UP", "BUSY", "SLOW"):
        monkeypatch.setattr(f"tests.crash.elsewhere.{name}", 0.0)
    monkeypatch.setattr(flows, "_wanted", lambda runs, chance: [(FOLLOW_UP, CAROL), (CALL_THEM, DAVE)])
    monkeypatch.setitem(app.extensions, "allowed_hosts", AllowedHosts((ip_network("127.0.0.1"),)))
    closing.keep_hours(factories.user())
    elsewhere = Elsewhere(1)
    made = Flows(Control(""), elsewhere, 2, 1)
    made.publish(1)
    made.meet()
    for _ in range(3):
        stage.act()
        stage.later(hours=2)
    stage.leave()
    yield made, elsewhere
    elsewhere.stop()


def broken(
    played: tuple[Flows, Elsewhere], twice: str = "", asked: Counter[tuple[str, str]] | None = None
) -> set[str]:
    """The promises that are. `twice`: a text that the carrier took once more."""
    rows = db.session.execute(select(Message.client_ref, Message.phone, Message.text)).all()
    db.session.rollback()
    accepted = [{"client_ref": row.client_ref, "to": row.phone[1:], "text": row.text} for row in rows]
    accepted += [one for one in accepted if one["text"] == twice]
    made, elsewhere = played
    found = flow_audit.audit(CarriersRecord(accepted, [], []), made.started, asked or elsewhere.asked())
    return {promise for promise, offenders in found.items() if offenders}


def test_a_run_that_is_done_keeps_every_promise_and_one_that_waits_has_no_end(
    played: tuple[Flows, Elsewhere],
) -> None:
    assert [run.state for run in stage.runs()] == ["done", "waiting"]
    assert broken(played) == {"run without an end"}
    assert flow_audit.numbers()["runs done"] == 1


@pytest.mark.long
def test_what_is_broken_is_found(played: tuple[Flows, Elsewhere]) -> None:
    assert "text of a workflow lost or doubled" in broken(played, twice=flows.LAST)
    once = next(key for key in played[1].asked() if key[0] == ONCE)
    assert "other system asked twice, or not" in broken(played, asked=played[1].asked() + Counter([once]))
    db.session.execute(delete(Note))
    db.session.commit()
    assert "note lost or doubled" in broken(played)
    played[0].started.append(flows.Started(FOLLOW_UP, DAVE, "hand:none"))
    db.session.execute(delete(WorkflowStepRun).where(WorkflowStepRun.kind == "wait"))
    db.session.execute(update(WorkflowRun).values(state="failed"))
    db.session.commit()
    assert {"start lost or doubled", "run that ended without a reason"} <= broken(played)
    db.session.execute(update(WorkflowRun).values(state="done"))
    db.session.commit()
    assert "step done twice, or left out" in broken(played)
