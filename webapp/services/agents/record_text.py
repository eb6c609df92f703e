"""What a task has done, in the words of those who read it: its values, and how it went."""

from __future__ import annotations

import re
from datetime import date, datetime

from webapp.models.task_record import ActionState, RecordState, TaskRecord
from webapp.rules.dates_in_text.read_back import read_back
from webapp.rules.dates_in_text.said import Said
from webapp.rules.phones import phone

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
WORDS = {RecordState.RUNNING: "under way", RecordState.DONE: "done", RecordState.FAILED: "failed"}
PHONE = re.compile(r"\+\d{7,15}")


def said(record: TaskRecord) -> str:
    """In one line, as in `New appointment: Tuesday, 1 December 2026 · 15:30 — done`."""
    values = " · ".join(value for _, value in fields(record))
    named = f"{record.task_name}: {values}" if values else record.task_name
    return f"{named} — {outcome(record)}"


def fields(record: TaskRecord) -> list[tuple[str, str]]:
    """Those with a value: what each is called, and the value as people write it."""
    return [(str(key).replace("_", " "), shown(str(value))) for key, value in record.fields.items() if value]


def outcome(record: TaskRecord) -> str:
    """How it went, as the end of a line."""
    words, said = WORDS[record.state], remark(record)
    if record.state == RecordState.RUNNING and said:
        words = "being tried again"
    return f"{words}: {said}" if said else words


def remark(record: TaskRecord) -> str:
    """The sentences that say what was wrong, or what there is to say of what is done."""
    if record.state == RecordState.FAILED:
        return record.error
    if record.state == RecordState.RUNNING:
        return next((run.error for run in record.actions if run.error and run.state != ActionState.DONE), "")
    return " ".join(str(run.result["sentence"]) for run in record.actions if run.result.get("sentence"))


def shown(value: str) -> str:
    """A value as people write it. They are normalized, see agents/fields: what looks like a date is one."""
    try:
        if DAY.fullmatch(value):
            return read_back(Said(date.fromisoformat(value)), "en")
        if MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value)
            return read_back(Said(moment.date(), moment.time()), "en")
    except ValueError:
        return value  # a text that only looks like a date: 2026-99-99
    return phone.pretty(value) if PHONE.fullmatch(value) else value
