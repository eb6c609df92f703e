"""The job that ends snoozes: one that cannot be ended keeps none of the others."""

from __future__ import annotations

import pytest
from flask import Flask

from jobs import snoozes as job
from tests import factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of
from tests.services.outbox.trouble import raise_for
from tests.services.threads.test_reopening import put_off
from tests.services.threads.test_snoozes import over
from webapp.models.thread import Thread, ThreadStatus
from webapp.services.threads import reopening, snoozes


def test_all_that_are_due(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.number()
    carol, dave = (snoozed(sender) for sender in (CAROL, DAVE))
    raise_for(monkeypatch, reopening, "want", lambda ids, _: carol.id in ids)
    job.end_due()
    assert [fresh(one).status for one in (carol, dave)] == [ThreadStatus.SNOOZED, ThreadStatus.OPEN]
    monkeypatch.undo()
    job.end_due()
    assert (fresh(carol).status, list(snoozes.due())) == (ThreadStatus.OPEN, [])


def snoozed(sender: str) -> Thread:
    thread = put_off(thread_of(they_write("Later.", sender)), ThreadStatus.SNOOZED)
    over(thread)
    return thread
