"""What the pages of agents have in common."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import desks, factories
from webapp.errors import Conflict, NotFound
from webapp.services.agents import store
from webapp.views.agents import blueprint


@pytest.mark.parametrize(("sent", "version"), [("7", 7), ("", 0), ("x", 0), ("9" * 30, 0)])
def test_the_version_that_was_seen(app: Flask, sent: str, version: int) -> None:
    with app.test_request_context(method="POST", data={"seen": sent}):
        assert blueprint.seen() == version


def test_several_values_of_one_field_are_kept(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"a": ["x", "y"]}):
        assert blueprint.typed().chosen("a") == ("x", "y")


def test_only_what_is_there_and_not_archived_can_be_changed(app: Flask) -> None:
    ada = factories.user()
    desk = desks.agent(ada)
    assert blueprint.changeable(desk.id) is desk
    store.archive(desk.id, ada)
    with pytest.raises(Conflict):
        blueprint.changeable(desk.id)
    with pytest.raises(NotFound):
        blueprint.changeable(999)
