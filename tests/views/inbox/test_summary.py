"""Above the messages stands who has summed them up, and why a model has not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import desks, factories
from tests.views.client import Browser, Page
from webapp.db import db, now
from webapp.models.summary_request import SummaryOutcome, SummaryRequest
from webapp.models.thread import Thread
from webapp.services.agents import summarizing


@pytest.fixture
def asked(thread: Thread) -> SummaryRequest:
    """Rules have summed it up, and a model is asked."""
    thread.agent_id, thread.last_at = desks.agent(factories.user("Bea")).id, now() - timedelta(hours=1)
    db.session.commit()
    summarizing.write([thread.id])
    request: SummaryRequest = factories.add(
        SummaryRequest(
            thread_id=thread.id, agent_id=thread.agent_id, summarized_at=thread.summarized_at, model="Llama"
        )
    )
    db.session.commit()
    return request


def words(page: Page) -> str:
    return next(one for one in page.root.all("details") if one.attrs.get("id") == "thread-summary").words()


def test_rules_have_written_it_while_a_model_is_asked(admin: Browser, asked: SummaryRequest) -> None:
    said = words(admin.get(f"/inbox/{asked.thread_id}"))
    assert "Summary by rules, " in said
    assert said.endswith("Llama has been asked for a better one.")


def test_why_the_model_wrote_none(admin: Browser, asked: SummaryRequest) -> None:
    asked.ended_at, asked.outcome, asked.fault = now(), SummaryOutcome.FAILED, "The model's answer was empty."
    db.session.commit()
    said = words(admin.get(f"/inbox/{asked.thread_id}"))
    assert said.endswith(". The model's answer was empty.")


def test_the_model_has_written_it(admin: Browser, asked: SummaryRequest) -> None:
    asked.ended_at, asked.outcome = now(), SummaryOutcome.WRITTEN
    thread = db.session.get_one(Thread, asked.thread_id)
    thread.summary_by = "Llama"
    db.session.commit()
    said = words(admin.get(f"/inbox/{asked.thread_id}"))
    assert "Summary by Llama, " in said
    assert "rules" not in said
    assert "asked" not in said
