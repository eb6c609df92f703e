"""A workflow that others start has a secret address, which can be renewed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.workflows.stage import ada, flow, step
from webapp import sealing
from webapp.db import db
from webapp.errors import NotFound
from webapp.models.workflow_address import WorkflowAddress
from webapp.services.workflows import addresses, store

END = step(1, "end")


def test_it_is_made_when_it_is_needed_and_stays(app: Flask) -> None:
    workflow = store.create("Visits", ada())
    assert addresses.token(workflow.id) is None
    store.save(workflow.id, workflow.revision, flow("webhook", END), ada())
    token = addresses.token(workflow.id)
    assert token and len(token) >= 40
    store.save(workflow.id, workflow.revision, flow("webhook", END), ada())
    assert addresses.token(workflow.id) == token
    found = addresses.workflow_of(token)
    assert found is not None and found.id == workflow.id


def test_the_database_alone_does_not_tell_it(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", END))
    token = str(addresses.token(workflow.id))
    row = db.session.scalars(select(WorkflowAddress)).one()
    assert token not in row.token_hash
    assert token.encode() not in row.sealed
    sealing.init_app(app, "another secret")
    assert addresses.token(workflow.id) is None
    sealing.init_app(app, app.config["SETTINGS"].secret_key)


def test_a_new_one_makes_the_old_one_lead_nowhere(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", END))
    old = str(addresses.token(workflow.id))
    addresses.renew(workflow, ada())
    assert addresses.workflow_of(old) is None
    assert addresses.workflow_of(str(addresses.token(workflow.id))) is not None
    with pytest.raises(NotFound):
        addresses.renew(store.create("Other", ada(), flow("hand", END)), ada())


def test_each_has_its_own(app: Flask) -> None:
    tokens = {addresses.token(store.create(name, ada(), flow("webhook", END)).id) for name in "abc"}
    assert len(tokens) == 3
