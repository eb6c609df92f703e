"""Step 2 of a batch of calls, and the way there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.views.batches.conftest import check
from tests.views.client import Browser
from tests.views.conftest import signed_in
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState, Consent
from webapp.models.call import Call
from webapp.models.content import CallContent
from webapp.rules.callflow.sentences import shipped
from webapp.services import settings


@pytest.fixture
def batch(of_calls: Batch) -> Batch:
    return of_calls


TYPED: dict[str, Any] = {
    "name": "Autumn calls", "message": "Hello {{first_name}}, this is Bright Smile.", "language": "en",
    "voicemail": "message", "voicemail_message": "This is Bright Smile. Call us back.",
    "screening": "hang_up", "menu": "introduce", "record": "yes", "ring_seconds": "25",
    "longest_seconds": "300", "retries": "2", "retry_minutes": "60",
    "retry_on": ["no_answer", "screened"], "retry_other_time": "yes", "at_once": "2",
    "pace": "0.5", "context": "Only {{city}}.",
}  # fmt: skip
SAVED = CallContent(
    TYPED["message"], voicemail="message", voicemail_message=TYPED["voicemail_message"], screening="hang_up",
    menu="introduce", record=True, ring_seconds=25, longest_seconds=300, at_once=2, pace=0.5, retries=2,
    retry_minutes=60, retry_on=("no_answer", "screened"), retry_other_time=True,
)  # fmt: skip
OF_TEXTS = re.compile(
    r"\b(segments?|delivered|sent|messages? (?:left|will)|the message|texts?)\b", re.IGNORECASE
)
"""Words that fit texts only."""


def of_texts(words: str) -> str:
    """The words around one of them; "" for none. Without what is said of stopping by text, and by others."""
    for other in ("nothing is really sent", shipped("voicemail_stop_text", "en")):
        words = words.replace(other, "")
    words = re.sub(r"What happened.*", "", words)
    found = OF_TEXTS.search(words)
    return words[found.start() - 60 : found.end() + 60] if found else ""


def test_what_is_written_is_kept(admin: Browser, batch: Batch) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    assert "What the call says first" in page.words
    answer = admin.submit(page, f"/batches/{batch.id}/call", **TYPED)
    assert answer.status == 200
    db.session.refresh(batch)
    assert (batch.name, batch.content, batch.context) == ("Autumn calls", SAVED, "Only {{city}}.")
    shown = admin.get(f"/batches/{batch.id}/call")
    assert shown.value("message") == TYPED["message"]
    assert (shown.value("at_once"), shown.value("pace"), shown.value("voicemail")) == ("2", "0.5", "message")
    admin.submit(shown, f"/batches/{batch.id}/call")
    db.session.refresh(batch)
    assert batch.content == SAVED, "saved again as it is shown, nothing changes"


def test_what_is_wrong_is_said_and_what_was_typed_stays(admin: Browser, batch: Batch) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    wrong = {**TYPED, "ring_seconds": "1000", "retries": "many", "message": "Hello {{nobody}}", "pace": "2",
             "at_once": "6"}  # fmt: skip
    answer = admin.submit(page, f"/batches/{batch.id}/call", **wrong)
    assert answer.status == 422
    assert answer.problems == [
        "This is a whole number from 5 to 120.",
        "This is a whole number from 0 to 10.",
        "This is a whole number from 1 to 5, as its number has at once.",
        "This is a number from 0.01 to 1, the pace of its number.",
        "There is no column “nobody”.",
    ]
    assert answer.value("message") == "Hello {{nobody}}"
    opened = [one.attrs["id"] for one in answer.root.all("details") if "open" in one.attrs]
    assert opened == ["fold-again", "fold-limits"], "what is folded is open where it has a fault"


def test_the_step_of_the_other_channel_leads_here(admin: Browser, batch: Batch) -> None:
    assert "What the call says first" in admin.get(f"/batches/{batch.id}/message").words
    text = factories.batch(["+12025550111"], number_id=batch.number_id, state="draft")  # type: ignore[arg-type]
    db.session.commit()
    assert admin.get(f"/batches/{text.id}/call").path == f"/batches/{text.id}/message"
    token = {"csrf_token": admin.token()}
    assert admin.post(f"/batches/{text.id}/call", token).status == 404


def test_a_batch_of_calls_is_begun_where_a_number_places_them(admin: Browser, batch: Batch) -> None:
    assert "Calls" in admin.get("/batches/new").words
    page = admin.get("/batches/new?channel=call")
    assert "Write what the call says first" in page.words
    form = {"csrf_token": page.value("csrf_token"), "message_first": "yes"}
    answer = admin.post("/batches/new?channel=call", form)
    assert "What the call says first" in answer.words


def test_its_pages_can_be_looked_at(admin: Browser, batch: Batch) -> None:
    admin.submit(admin.get(f"/batches/{batch.id}/call"), f"/batches/{batch.id}/call", **TYPED)
    for page in ("recipients", "call", "check", "when"):
        assert admin.get(f"/batches/{batch.id}/{page}").status == 200
    assert admin.get("/batches").status == 200


def test_the_preview_is_what_a_row_hears(admin: Browser, batch: Batch) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    form = {
        "csrf_token": page.value("csrf_token"),
        **TYPED,
        "message": "Hi {{first_name}}. Reply YES.",
        "go": "3",
    }
    seen = admin.post(f"/batches/{batch.id}/call/preview", form, htmx=True)
    assert "Row 3" in seen.words and "Hi Grace. Reply YES." in seen.words
    assert "Left on a voicemail This is Bright Smile. Call us back. To stop these calls, text" in seen.words
    assert "Only New York." in seen.words
    assert [one for one in seen.notices if "does not say who calls" in one]
    assert [one for one in seen.notices if "asks for a text" in one]
    heard = {one.attrs["data-hear"]: one.attrs for one in seen.root.all("button") if "data-hear" in one.attrs}
    assert heard.keys() == {"#heard-first", "#heard-voicemail"}
    assert (heard["#heard-first"]["data-lang"], heard["#heard-first"]["data-language"]) == ("en", "English")
    texts = {one.attrs.get("id"): one.words() for one in seen.root.all("div")}
    assert texts["heard-first"] == (
        "This is an automated call from Front desk. To stop these calls, say stop or press 9. "
        "This call is recorded. Hi Grace. Reply YES."
    )
    db.session.refresh(batch)
    assert batch.content == CallContent(), "nothing is saved"


def test_placeholders_of_other_tools_are_replaced_in_the_form_and_in_the_check(
    admin: Browser, batch: Batch
) -> None:
    page = admin.get(f"/batches/{batch.id}/call")
    form = {"csrf_token": page.value("csrf_token"), **TYPED, "message": "This is Ada, [first_name]."}
    seen = admin.post(f"/batches/{batch.id}/call/placeholders", form, htmx=True)
    assert seen.value("message") == "This is Ada, {{first_name}}."
    ready(admin, batch, message="This is Ada, [first_name].")
    admin.submit(admin.get(f"/batches/{batch.id}/check"), "/check/placeholders")
    db.session.refresh(batch)
    assert batch.content == replace(SAVED, message="This is Ada, {{first_name}}.")


def ready(admin: Browser, batch: Batch, **typed: Any) -> None:
    """Written, and checked."""
    batch.consent = Consent.CUSTOMER
    db.session.commit()
    admin.submit(admin.get(f"/batches/{batch.id}/call"), f"/batches/{batch.id}/call", **{**TYPED, **typed})
    check(batch)


def test_no_page_of_it_speaks_of_texts(admin: Browser, batch: Batch) -> None:
    settings.put("price_per_call_minute", "0.02")
    ready(admin, batch)
    checked = admin.get(f"/batches/{batch.id}/check")
    assert "2 Can be called" in checked.words and "2 Calls" in checked.words
    links = {link.words(): link.attrs["href"] for link in checked.root.all("a")}
    assert "has no name yet" in checked.words and "Change it" not in links
    assert links["To the settings"] == "/settings#f-team_name"
    assert "1 Minutes, about" in checked.words and "0.02 Cost, about" in checked.words
    assert "Call 2, skip 2" in checked.words and "Call yourself first" in checked.words
    assert "Numbering does not tell 2" in checked.words
    when = admin.submit(checked, "/check", choice="2")
    assert "Call 2 people now" in when.words and "about 1 minute if everyone picks up" in when.words
    started = admin.submit(when, "/start")
    assert "0 of 2 done." in started.words
    row = admin.get(f"/batches/{batch.id}/rows/2")
    for page in (checked, when, started, row, admin.get(f"/batches/{batch.id}/call")):
        assert not (found := of_texts(page.words)), (page.path, found)


def test_neither_does_it_while_it_waits_for_approval_is_scheduled_or_paused(
    app: Flask, admin: Browser, batch: Batch
) -> None:
    noor = factories.user("Noor")
    settings.put("approval_over", 1)
    ready(admin, batch)
    when = admin.submit(admin.get(f"/batches/{batch.id}/check"), "/check", choice="2")
    assert (
        "Ask for approval to call now" in when.words
        and "no one is called before it is approved" in when.words
    )
    pending = admin.submit(when, "/start")
    assert "asks to call 2 people" in pending.words
    assert "No one is called until Noor approves it." in pending.words
    second = signed_in(app, noor)
    approved = second.submit(second.get(f"/batches/{batch.id}"), "/approve")
    assert approved.notices[0] == "Approved. The calls start, exactly as you saw them."
    db.session.refresh(batch)
    batch.state, batch.scheduled_at = BatchState.SCHEDULED, now()
    db.session.commit()
    scheduled = admin.get(f"/batches/{batch.id}")
    assert "2 people will be called." in scheduled.words
    batch.state = BatchState.PAUSED
    db.session.commit()
    paused = admin.get(f"/batches/{batch.id}")
    assert "No one is called until someone resumes it." in paused.words
    for page in (when, pending, scheduled, paused):
        assert not (found := of_texts(page.words)), (page.path, found)


def test_the_template_has_a_column_for_all_that_is_written(admin: Browser, batch: Batch) -> None:
    batch.content = CallContent("{{a}}", voicemail="message", voicemail_message="{{b}} {{a}}")
    batch.context = "{{c}}"
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}/template.csv", buffered=True)
    assert page.response.get_data(as_text=True) == "\ufeffphone_number,a,b,c\r\n"


def test_it_is_tested_by_a_call_to_oneself(admin: Browser, batch: Batch) -> None:
    ready(admin, batch)
    page = admin.submit(admin.get(f"/batches/{batch.id}/check"), "/test", phone="+12025550133")
    call = db.session.scalars(select(Call)).one()
    assert (call.phone, call.origin) == ("+12025550133", "test")
    assert call.first_message == "Hello Ada, this is Bright Smile."
    assert "Queued to +1 202-555-0133" in page.words
    call.state, call.outcome = "ended", "no_answer"  # type: ignore[assignment]
    db.session.commit()
    assert "No answer to +1 202-555-0133" in admin.get(f"/batches/{batch.id}/check").words
    assert "called +1 202-555-0133 to test" in admin.get("/audit").words
