"""Each kind of trigger has what it listens to."""

from __future__ import annotations

from webapp.rules.workflow import kinds
from webapp.services import signals
from webapp.services.workflows.triggers.registry import TRIGGERS


def test_all_of_them_in_the_order_of_their_words() -> None:
    assert list(TRIGGERS) == list(kinds.TRIGGERS)
    assert all(one.word == kinds.TRIGGERS[kind].word for kind, one in TRIGGERS.items())


def test_each_signal_for_workflows_has_its_triggers() -> None:
    heard = {one.signal for one in TRIGGERS.values()} - {"", signals.TASK_ENDED}
    assert heard == set(signals.FOR_WORKFLOWS)
    for kind, triggers in signals.FOR_WORKFLOWS.items():
        assert {one.kind for one in TRIGGERS.values() if one.signal == kind} <= set(triggers)
