"""Which runs go on in one transaction, and that it costs the same for many as for a few."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from jobs import workflows as jobs
from tests import factories
from tests.services.workflows.stage import ada, contact, flow, live, runs, sms, step, texts
from webapp.db import db
from webapp.models.message import Message
from webapp.rules.workflow.document import Step
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import advancing, together
from webapp.services.workflows.running.together import Slice
from webapp.services.workflows.steps.send_sms import SendSms

WAIT = step(2, "wait", amount="1", unit="days")


def begun(count: int, *steps: Step, name: str = "Follow-up") -> Sequence[int]:
    """The ids of runs of so many contacts."""
    workflow = live(flow("hand", *steps), name)
    people = [contact(phone).id for phone in factories.phones(count, "0")]
    by_hand.start(workflow.id, people, ada(), "key")
    db.session.commit()
    return [one.id for one in runs() if one.workflow_id == workflow.id]


def chosen(run_ids: Sequence[int]) -> tuple[int, int]:
    """How many go on together, and how many wait for the next slice."""
    some = Slice(together.claimed(run_ids))
    db.session.rollback()
    return len(some.runs), len(some.rest)


def test_texts_and_waits_go_on_together(app: Flask) -> None:
    texts_them = begun(3, sms(1))
    people = [contact(phone).id for phone in factories.phones(5, "0")[3:]]
    by_hand.start(live(flow("hand", WAIT), "Waits").id, people, ada(), "key")
    db.session.commit()
    assert chosen([one.id for one in runs()]) == (len(texts_them) + 2, 0)


def test_one_run_of_a_contact_at_a_time(app: Flask) -> None:
    assert chosen([*begun(3, sms(1)), *begun(2, sms(1), name="Other")]) == (3, 2)


def test_what_holds_rows_of_its_own_choice_goes_on_alone(app: Flask) -> None:
    ids = begun(3, step(1, "opt_out"))
    assert chosen(ids) == (1, 2)
    assert len(advancing.advance(ids).again) == 2
    db.session.rollback()


def test_what_goes_on_together_comes_first(app: Flask) -> None:
    alone = begun(2, step(1, "note", text="Hi"))
    people = [contact(phone).id for phone in factories.phones(4, "0")[2:]]
    by_hand.start(live(flow("hand", sms(1)), "Texts").id, people, ada(), "key")
    db.session.commit()
    assert chosen([one.id for one in runs()]) == (2, len(alone))


def test_ten_other_systems_are_asked_at_once(app: Flask) -> None:
    assert chosen(begun(12, step(1, "http_request", url="https://example.org/"))) == (10, 2)


@pytest.mark.parametrize("first", [sms(1), WAIT], ids=["send_sms", "wait"])
def test_many_ask_no_more_than_one(app: Flask, first: Step) -> None:
    few, many = begun(1, first), begun(9, first, name="Other")
    alone = statements(few)
    assert statements(many) <= alone + 2
    db.session.rollback()
    assert {one.state for one in runs()} <= {"done", "waiting"} and len(runs()) == 10


def statements(run_ids: Sequence[int]) -> int:
    """Of one step of these runs. On SQLite each new row is one more, which is not counted."""
    said: list[str] = []

    def note(*words: object) -> None:
        said.append(str(words[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        advancing.advance(run_ids)
        db.session.commit()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return sum(not one.startswith("INSERT") for one in said)


def test_one_that_raises_takes_none_of_the_others_with_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(5, sms(1), WAIT, sms(3))
    whole, bad = SendSms.begin, factories.phones(5, "0")[2]

    def raises_for_one(self: SendSms, context: object, values: object) -> object:
        if context.contact.phone == bad:  # type: ignore[attr-defined]
            raise RuntimeError("out of paper")
        return whole(self, context, values)  # type: ignore[arg-type]

    monkeypatch.setattr(SendSms, "begin", raises_for_one)
    jobs.run_due()
    assert [str(one.state) for one in runs()].count("failed") == 1
    assert db.session.scalar(select(func.count()).select_from(Message)) == 4
    assert texts(bad) == []


def test_others_can_write_between_two_slices(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(4, sms(1))
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    written = list[int]()

    def others_write(_seconds: float) -> None:
        with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            written.append(len(other.execute("SELECT 1 FROM entry").fetchall()))

    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", others_write)
        jobs.run_due()
    assert [one.state for one in runs()] == ["done"] * 4
    if db.engine.dialect.name == "sqlite":
        assert written == [2, 4]
