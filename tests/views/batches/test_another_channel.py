"""The pages of a batch on another channel than SMS."""

from __future__ import annotations

from tests.channels.letters import Post
from tests.channels.test_second_channel import letters, number, post  # noqa: F401  (fixtures)
from tests.views.client import Browser
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.number import Number
from webapp.services.batches import checking, drafts


def test_its_pages_speak_of_what_it_is(admin: Browser, post: Post, number: Number) -> None:  # noqa: F811
    batch = letters(number)
    drafts.check_again(batch)
    db.session.commit()
    list(checking.check(batch.id))
    db.session.commit()
    check = admin.get(f"/batches/{batch.id}/check")
    assert "Dear friend, Person 2" in check.words
    assert "1 sheet · 21 letters" in check.words
    assert "Sheets" in check.words
    assert "Dear friend, Person 3" in admin.get(f"/batches/{batch.id}/rows/3").words
    assert "2 sheets" in admin.get(f"/batches/{batch.id}/when").words
    batch.transition_to(BatchState.RUNNING)
    db.session.commit()
    assert "Dear friend" in admin.get(f"/batches/{batch.id}").words
