"""An action puts a label on, or suggests it."""

from __future__ import annotations

import pytest

from tests.services.actions.people import carol, carried_out
from webapp.models.thread import Thread
from webapp.services.contacts import labels


@pytest.mark.parametrize("suggested", ["", "yes"])
def test_a_label_is_put_on_once(thread: Thread, suggested: str) -> None:
    for _ in range(2):
        assert carried_out(thread, ("add_label", {"label": "VIP", "suggested": suggested})).state == "done"
    [label] = labels.of(carol().id)
    assert (label.name, label.suggested, label.source_name) == ("VIP", bool(suggested), "Reminder desk")


def test_what_contacts_write_makes_no_label(thread: Thread) -> None:
    """A label is its text, not a placeholder."""
    carried_out(thread, ("add_label", {"label": "{{note}}"}), note="Evil")
    assert [label.name for label in labels.of(carol().id)] == ["{{note}}"]
