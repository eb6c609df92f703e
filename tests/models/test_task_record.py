"""A record holds its actions in their order, and ends are ends."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, func, select

from tests import factories
from webapp.db import db
from webapp.models.source import Source, SourceKind
from webapp.models.states import sources
from webapp.models.task_record import (
    ACTION_MOVES,
    RECORD_MOVES,
    ActionRun,
    ActionState,
    RecordState,
    TaskRecord,
)


def test_actions_are_in_order_and_go_with_their_record(app: Flask) -> None:
    thread = factories.thread()
    record = factories.add(
        TaskRecord(
            thread_id=thread.id, contact_id=thread.contact_id, key="turn:1", task_key="book",
            task_name="Book", source=SourceKind.AGENT, source_name="Desk", source_id=7,
        )
    )  # fmt: skip
    for position in (1, 0):
        run = {"record_id": record.id, "position": position, "kind": "opt_out", "settings": {}, "digest": "-"}
        factories.add(ActionRun(**run, key=f"k{position}"))
    assert [run.position for run in record.actions] == [0, 1]
    assert record.by == Source(SourceKind.AGENT, "Desk", 7)
    db.session.execute(delete(TaskRecord))
    assert db.session.scalar(select(func.count(ActionRun.id))) == 0


def test_what_is_done_is_never_done_again() -> None:
    assert ACTION_MOVES[ActionState.DONE] == frozenset()
    assert RECORD_MOVES[RecordState.DONE] == frozenset()
    assert ActionState.DONE not in sources(ACTION_MOVES, ActionState.RUNNING)
