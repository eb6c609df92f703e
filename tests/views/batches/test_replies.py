"""Who handles the replies to a batch: chosen with its message, told before it is sent and afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.views.batches.conftest import Upload, write
from tests.views.client import Browser
from webapp.db import db
from webapp.models.batch import Batch, BatchState, RepliesBy
from webapp.models.event import Event
from webapp.models.number import Number
from webapp.models.user import User
from webapp.services.agents import store


def kept(batch: Batch) -> tuple[str, int | None, str]:
    db.session.rollback()
    db.session.refresh(batch)
    return str(batch.replies_by), batch.agent_id, batch.context


def test_nothing_is_asked_where_there_is_no_agent(admin: Browser, upload: Upload) -> None:
    batch = upload()
    assert "Who handles replies?" not in admin.get(f"/batches/{batch.id}/message").words
    write(admin, batch, "Hello")
    assert kept(batch) == ("number", None, "")


def test_the_agent_of_the_number_is_named(admin: Browser, ada: User, upload: Upload, number: Number) -> None:
    desk = desks.agent(ada)
    batch = upload()
    assert "As at its number (staff)" in admin.get(f"/batches/{batch.id}/message").words
    factories.sms_of(number).agent_id = desk.id
    assert "The number’s agent (Desk)" in admin.get(f"/batches/{batch.id}/message").words


def test_an_agent_and_what_it_should_know_are_chosen(admin: Browser, ada: User, upload: Upload) -> None:
    desk = desks.agent(ada)
    batch = upload()
    page = admin.get(f"/batches/{batch.id}/message")
    typed = {"replies": f"agent-{desk.id}", "context": " Free until May.\r\n"}
    admin.submit(page, "/message", message="Hello", **typed)
    assert kept(batch) == ("agent", desk.id, "Free until May.")
    page = admin.get(f"/batches/{batch.id}/message")
    assert page.value("replies") == f"agent-{desk.id}"
    admin.submit(page, "/message", replies="staff")
    assert kept(batch) == ("staff", None, "Free until May.")
    words = admin.get("/audit").words
    assert "replies to autumn letter , and what an agent should know: Desk" in words
    assert "chose who handles the replies to autumn letter : Staff only" in words
    admin.submit(admin.get(f"/batches/{batch.id}/message"), "/message")
    chosen = select(Event).where(Event.kind == "batch.replies_chosen")
    assert len(db.session.scalars(chosen).all()) == 2, "what stays the same is not noted"


@pytest.mark.parametrize(
    "choice", ["", "agent", "agent-", "agent-999", "agent-x", "x", "staff-1", "agent-" + "9" * 30]
)
def test_what_cannot_be_chosen_is_refused(admin: Browser, ada: User, upload: Upload, choice: str) -> None:
    desks.agent(ada)
    batch = upload()
    page = admin.get(f"/batches/{batch.id}/message")
    answer = admin.submit(page, "/message", message="Hello", replies=choice, context="Kept")
    assert answer.status == 422 and len(answer.problems) == 1
    assert (answer.value("context") or "").strip() == "Kept"
    assert kept(batch) == ("number", None, "")


def test_a_context_has_its_bounds(admin: Browser, ada: User, upload: Upload) -> None:
    desks.agent(ada)
    page = admin.get(f"/batches/{upload().id}/message")
    answer = admin.submit(page, "/message", message="Hello", context="x" * 5001)
    assert answer.problems == ["Keep the context under 5,000 characters."]


def test_the_last_page_and_the_batch_say_who_handles_replies(
    admin: Browser, staff: Browser, ada: User, number: Number
) -> None:
    desk = desks.agent(ada)
    batch = factories.batch(
        factories.phones(1), state=BatchState.DRAFT, number_id=number.id, created_by=ada.id,
        replies_by=RepliesBy.AGENT, agent_id=desk.id, context="Free until May.",
    )  # fmt: skip
    db.session.commit()
    assert "Replies are handled by: Desk." in admin.get(f"/batches/{batch.id}/when").words
    batch.transition_to(BatchState.RUNNING)
    db.session.commit()
    words = staff.get(f"/batches/{batch.id}").words
    assert "Replies are handled by: Desk." in words and "Free until May." in words
    store.archive(desk.id, ada)
    words = staff.get(f"/batches/{batch.id}").words
    assert "Staff, because the agent that was chosen cannot answer any more." in words
