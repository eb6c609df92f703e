"""An action takes a label off."""

from __future__ import annotations

from tests.services.actions.people import ADA, carol, carried_out
from webapp.db import db
from webapp.models.thread import Thread
from webapp.services.contacts import labels


def test_it_is_taken_off_and_where_there_is_none_it_says_so(thread: Thread) -> None:
    labels.put(carol(), "VIP", ADA)
    db.session.commit()
    off = ("remove_label", {"label": "vip"})
    results = [carried_out(thread, off).actions[0].result for _ in range(2)]
    assert results == [{}, {"sentence": "They did not have the label “vip”."}]
    assert labels.of(carol().id) == []
