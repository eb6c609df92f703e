"""Who handles replies, in words; and that only a draft can be told otherwise."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import desks, factories
from webapp.errors import Conflict
from webapp.models.batch import BatchState, RepliesBy
from webapp.services.agents import store
from webapp.services.batches.replies import reply_handling


def test_each_way_has_its_words(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    other = desks.agent(ada, "Feedback")
    batch = factories.batch([], state=BatchState.DRAFT, number_id=number.id, created_by=ada.id)
    assert reply_handling.of(batch).words == "Desk, the number’s agent"
    reply_handling.choose(batch, "staff", "", ada)
    assert reply_handling.of(batch).words == "Staff only"
    reply_handling.choose(batch, f"agent-{other.id}", "", ada)
    assert (reply_handling.of(batch).words, reply_handling.of(batch).name) == ("Feedback", "Feedback")
    store.archive(other.id, ada)
    assert reply_handling.of(batch) == reply_handling.Handler(None, gone=True)
    reply_handling.choose(batch, f"agent-{other.id}", "More to know", ada)  # what stood there may stay
    assert batch.context == "More to know"
    reply_handling.choose(batch, "number", "", ada)
    store.archive(desk.id, ada)
    assert (batch.replies_by, reply_handling.of(batch).words) == (
        RepliesBy.NUMBER,
        "Staff, as its number says",
    )


def test_what_is_under_way_is_not_changed(app: Flask) -> None:
    ada = factories.user()
    batch = factories.batch(factories.phones(1), created_by=ada.id)
    with pytest.raises(Conflict):
        reply_handling.choose(batch, "staff", "", ada)
