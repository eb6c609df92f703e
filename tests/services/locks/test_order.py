"""PostgreSQL: everyone locks rows in one order, so that no one waits in a circle."""

from __future__ import annotations

import pytest

from tests.row_watch import watched
from tests.services.locks.acts import ACTS
from tests.services.locks.scene import Scene
from webapp.db import db

pytestmark = pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)


@pytest.mark.parametrize("what", ACTS)
def test_rows_are_locked_in_one_order(scene: Scene, what: str) -> None:
    before, act = ACTS[what]
    before(scene)
    db.session.commit()
    with watched() as watch:
        act(scene)
        db.session.commit()
    assert watch.seen, "it locks nothing"
    assert "\n".join(watch.faults) == ""
