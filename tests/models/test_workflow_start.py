"""Who is erased is not started for any more; a state follows only where it may."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from tests.services.workflows.stage import ada, contact, flow, live, step
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.states import IllegalMove
from webapp.models.thread import Thread
from webapp.models.workflow_start import StartState, WorkflowStart, WorkflowStartMember


def test_members_go_with_their_contact(app: Flask) -> None:
    carol = contact()
    start = WorkflowStart(workflow_id=live(flow("hand", step(1, "end"))).id, whom="x", created_by=ada().id)
    db.session.add(start)
    db.session.flush()
    db.session.add(WorkflowStartMember(start_id=start.id, contact_id=carol.id))
    db.session.flush()
    start.transition_to(StartState.CANCELED)
    with pytest.raises(IllegalMove):
        start.transition_to(StartState.RUNNING)
    db.session.execute(delete(Thread))
    db.session.execute(delete(Contact))
    assert db.session.scalar(select(func.count()).select_from(WorkflowStartMember)) == 0
