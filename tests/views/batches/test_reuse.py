"""Using a batch again, archiving it, and looking for it, as a person does."""

from __future__ import annotations

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from tests.services.batches import ended
from tests.views.client import Browser, Page
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.number_service import NumberService
from webapp.models.work import Work


def link(page: Page, words: str) -> str:
    """Where a link with these words leads to."""
    [found] = [one for one in page.root.all("a") if words in one.words()]
    return str(found.attrs["href"])


@pytest.fixture
def over(app: Flask) -> Batch:
    return ended.batch()


def test_a_new_batch_for_those_who_did_not_reply(admin: Browser, over: Batch) -> None:
    page = admin.get(f"/batches/{over.id}")
    page = admin.get(link(page, "Use again"))
    assert "Did not reply: 2" in page.words
    assert "1 may have got it: no one knows" in page.words
    page = admin.submit(page, f"/{over.id}/reuse", whom="groups", groups=["no_reply"])
    assert page.path == "/batches/2/recipients"
    assert "Copying the list" in page.words
    jobs.read_upload(2)
    jobs.check_batch(2)
    page = admin.get(page.path)
    assert "From “Autumn letter”: Did not reply." in page.words
    assert "1 message may or may not have been sent. These people are left out." in page.words
    assert "Phone numbers are in" not in page.words
    page = admin.submit(page, "/2/arrange", go_on="yes")
    assert page.path == "/batches/2/message"
    assert "Hi {{first_name|there}}" in page.words
    assert page.value("name") == "Autumn letter, again"
    page = admin.get("/batches/2/check")
    assert "Continue with 2 people" in page.words
    assert db.session.get_one(Batch, 2).state == BatchState.DRAFT


def test_from_a_filtered_list(admin: Browser, over: Batch) -> None:
    page = admin.get(f"/batches/{over.id}?reply=yes")
    page = admin.get(link(page, "New batch for them"))
    assert page.value("name") == "Autumn letter: replied: yes"
    page = admin.submit(page, f"/{over.id}/reuse")
    assert page.path == "/batches/2/recipients"
    assert "New batch for them" not in admin.get(f"/batches/{over.id}?status=opted_out").words


def test_faults_are_said_and_what_was_chosen_stays(admin: Browser, over: Batch) -> None:
    page = admin.submit(admin.get(f"/batches/{over.id}/reuse"), f"/{over.id}/reuse", name="Spring")
    assert page.status == 422
    assert "Choose who gets the new batch." in page.words
    page = admin.submit(page, f"/{over.id}/reuse", whom="groups")
    assert "Choose at least one group of its people." in page.words
    assert page.value("name") == "Spring"
    assert db.session.query(Batch).count() == 1


def test_a_list_that_was_removed_is_uploaded_again(admin: Browser, over: Batch) -> None:
    over.upload_id = None
    for row in ended.rows_of(over):
        row.cells = []
    db.session.commit()
    page = admin.get(f"/batches/{over.id}/reuse")
    assert "What its list said has been removed" in page.words
    assert "Everyone on its list" not in page.words
    page = admin.submit(page, f"/{over.id}/reuse", whom="new")
    assert page.path == "/batches/2/recipients"
    assert "Drop your list here" in page.words


def test_by_calls_where_a_number_has_them(admin: Browser, over: Batch) -> None:
    assert "How are they reached?" not in admin.get(f"/batches/{over.id}/reuse").words
    assert over.number
    over.number.services["call"] = NumberService(channel="call", active=True, pace=1.0, at_once=5)
    db.session.commit()
    page = admin.get(f"/batches/{over.id}/reuse?status=failed")
    page = admin.submit(page, f"/{over.id}/reuse", channel="call")
    assert db.session.get_one(Batch, 2).channel == "call"
    jobs.read_upload(2)
    assert "Where does their consent come from?" in admin.get(page.path).words


def test_a_draft_whose_file_was_removed_still_gets_its_number_and_consent(
    admin: Browser, over: Batch
) -> None:
    over.state, over.upload_id, over.consent = BatchState.DRAFT, None, None
    db.session.commit()
    page = admin.get(f"/batches/{over.id}/recipients")
    assert "The file of this list has been removed" in page.words
    page = admin.submit(page, f"/{over.id}/arrange", consent="customer", go_on="yes")
    assert page.path == f"/batches/{over.id}/message"


def test_archived_and_back(admin: Browser, over: Batch) -> None:
    page = admin.submit(admin.get(f"/batches/{over.id}"), f"/{over.id}/archive")
    assert page.path == "/batches"
    assert "All of them are archived" in page.words
    page = admin.get("/batches?view=archived")
    assert "Autumn letter" in page.words
    page = admin.get(f"/batches/{over.id}")
    assert "Archived" in page.words and "Delivered" in page.words
    assert "archived the batch" in page.words or "archived it" in page.words
    page = admin.submit(page, f"/{over.id}/unarchive")
    assert "The batch is in the list again." in page.words
    assert "Autumn letter" in admin.get("/batches").words


def test_one_that_runs_is_not_archived(admin: Browser, over: Batch) -> None:
    over.state = BatchState.RUNNING
    db.session.commit()
    assert f"/{over.id}/archive" not in admin.get(f"/batches/{over.id}").response.text
    admin.post(f"/batches/{over.id}/archive")
    assert db.session.get_one(Batch, over.id).archived_at is None


def test_a_draft_is_archived_and_duplicated(admin: Browser, app: Flask) -> None:
    draft = factories.batch(factories.phones(2), state=BatchState.DRAFT)
    db.session.commit()
    page = admin.get(f"/batches/{draft.id}/message")
    assert "What became of it" not in admin.get(link(page, "Duplicate")).words
    page = admin.submit(page, f"/{draft.id}/archive")
    assert "Archived" in admin.get(f"/batches/{draft.id}/message").words
    assert db.session.get_one(Batch, draft.id).reading == Work.DONE


def test_batches_are_looked_for(admin: Browser, over: Batch) -> None:
    for at in range(60):
        name = f"Letter {at}"
        factories.batch([], name=name, created_by=over.created_by, number_id=over.number_id)
    over.archived_at = now()
    db.session.commit()
    page = admin.get("/batches?q=letter+5&state=running")
    assert "Found with “letter 5”." in page.words
    assert "Letter 59" in page.words and "Letter 15" in page.words and "Letter 4 " not in page.words
    page = admin.get("/batches?q=letter")
    page = admin.get(link(page, "Older"))
    assert "Letter 9" in page.words and "Letter 59" not in page.words
    assert "q=letter" in page.response.text
    page = admin.get("/batches?q=autumn")
    assert "No batch found" in page.words
    assert "Autumn letter" in admin.get(link(page, "Look among those archived")).words
    for strange in ("?state=none&number=x&author=-1", "?number=999999999999999999999", "?view=none&q=%00%27"):
        assert admin.get(f"/batches{strange}").status == 200
