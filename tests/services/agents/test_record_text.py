"""What tasks did, in words."""

from __future__ import annotations

import pytest

from webapp.models.task_record import ActionRun, ActionState, RecordState, TaskRecord
from webapp.services.agents import record_text


def record(
    state: RecordState = RecordState.DONE, *runs: ActionRun, error: str = "", **fields: str
) -> TaskRecord:
    """It is in no database."""
    return TaskRecord(task_name="New appointment", state=state, error=error, fields=fields, actions=[*runs])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-12-01", "Tuesday, 1 December 2026"),
        ("2026-12-01T15:30", "Tuesday, 1 December 2026, at 15:30"),
        ("2026-99-99", "2026-99-99"),
        ("15:30", "15:30"),
        ("+12025550123", "+1 202-555-0123"),
        ("Carol Ray", "Carol Ray"),
    ],
)
def test_values_as_people_write_them(value: str, said: str) -> None:
    assert record_text.fields(record(new_date=value, empty="")) == [("new date", said)]


def test_a_line() -> None:
    assert record_text.said(record()) == "New appointment — done"
    done = record(new_date="2026-12-01", time="15:30")
    assert record_text.said(done) == "New appointment: Tuesday, 1 December 2026 · 15:30 — done"


def test_how_it_went() -> None:
    remark = ActionRun(result={"sentence": "They had opted out already."}, state=ActionState.DONE, error="")
    again = ActionRun(result={}, state=ActionState.WAITING, error="No answer.")
    first = ActionRun(result={}, state=ActionState.WAITING, error="")
    assert record_text.outcome(record(RecordState.DONE, remark)) == "done: They had opted out already."
    assert record_text.outcome(record(RecordState.RUNNING, first)) == "under way"
    assert record_text.outcome(record(RecordState.RUNNING, again)) == "being tried again: No answer."
    assert record_text.outcome(record(RecordState.FAILED, error="It broke.")) == "failed: It broke."
