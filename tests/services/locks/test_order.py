"""PostgreSQL: everyone locks rows in one order, so that no one waits in a circle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.row_watch import another, watched
from tests.services.locks.acts import ACTS
from tests.services.locks.scene import Scene
from webapp.db import db

pytestmark = pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)


@pytest.fixture(scope="module")
def other(whole_app: Flask) -> Iterator[Engine]:
    with whole_app.app_context(), another() as engine:
        yield engine


@pytest.mark.parametrize("what", ACTS)
def test_rows_are_locked_in_one_order(scene: Scene, other: Engine, what: str) -> None:
    before, act = ACTS[what]
    before(scene)
    db.session.commit()
    with watched(other) as watch:
        act(scene)
        db.session.commit()
    assert watch.seen, "it locks nothing"
    assert "\n".join(watch.faults) == ""
