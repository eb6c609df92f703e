"""A task begins with the transaction that asks for it, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.services.actions.people import DESK
from webapp import queue
from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import MOST, Planned
from webapp.services.actions.starting import TaskRun

LABEL = Planned("add_label", {"label": "VIP"})


def jobs() -> int:
    found: int = queue.redis().exists(queue.waiting_key(queue.CARRY_OUT_TASK, 1))
    return found


def test_the_job_waits_for_the_commit(thread: Thread) -> None:
    record = starting.start(thread, TaskRun("a", "A", {"x": "y\x00z"}, [LABEL, LABEL]), DESK, "turn:1")
    assert (record.id, jobs()) == (1, 0)
    db.session.commit()
    assert jobs() == 1
    assert record.fields == {"x": "yz"}
    first, second = record.actions
    assert (first.digest == second.digest, first.key == second.key) == (True, False)
    assert (first.next_try_at is None, second.next_try_at is None) == (False, True)


def test_what_is_rolled_back_has_not_begun(thread: Thread) -> None:
    starting.start(thread, TaskRun("a", "A", {}, [LABEL]), DESK, "turn:1")
    db.session.rollback()
    assert (jobs(), db.session.scalar(select(func.count(TaskRecord.id)))) == (0, 0)


def test_more_actions_than_a_task_may_have_are_refused(thread: Thread) -> None:
    with pytest.raises(Fault):
        starting.start(thread, TaskRun("a", "A", {}, [LABEL] * (MOST + 1)), DESK, "turn:1")


def test_a_digest_tells_actions_apart_whatever_the_order_of_settings() -> None:
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert starting.digest(Planned("x", one)) == starting.digest(Planned("x", other))
    assert starting.digest(Planned("x", one)) != starting.digest(Planned("y", one))


def test_what_is_not_there_cannot_be_tried_again(thread: Thread) -> None:
    with pytest.raises(Conflict):
        starting.try_again(99, 1)
