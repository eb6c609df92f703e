"""Step 2: the message, its preview and its cost."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.views.batches.conftest import Upload, write
from tests.views.client import Browser
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import settings


def preview(browser: Browser, batch: Batch, message: str, **typed: str) -> str:
    page = browser.get(f"/batches/{batch.id}/message")
    values = {"csrf_token": page.value("csrf_token"), "message": message, "max_segments": "1", **typed}
    return browser.post(f"/batches/{batch.id}/message/preview", values, htmx=True).words


def test_columns_are_offered_as_placeholders_but_not_the_phone(admin: Browser, upload: Upload) -> None:
    page = admin.get(f"/batches/{upload().id}/message")
    offered = [e.attrs["data-insert"] for e in page.root.all("button") if "data-insert" in e.attrs]
    assert offered == ["{{first_name}}", "{{city}}"]


def test_the_preview_shows_a_real_row_and_walks_through_the_others(admin: Browser, upload: Upload) -> None:
    batch = upload()
    first = preview(admin, batch, "Hi {{first_name}} in {{city}}")
    assert "Row 2" in first
    assert "Hi Ada in London" in first
    assert "1 segment · 16 characters · 144 left" in first
    assert "Hi Grace in New York" in preview(admin, batch, "Hi {{first_name}} in {{city}}", go="3")
    assert "Hi Ada in London" in preview(admin, batch, "Hi {{first_name}} in {{city}}", go="999")


def test_nothing_typed_is_saved_by_a_preview(admin: Browser, upload: Upload) -> None:
    batch = upload()
    preview(admin, batch, "Hello", name="Other name")
    db.session.refresh(batch)
    assert (batch.content.message, batch.name) == ("", "autumn letter")


def test_without_javascript_the_preview_is_the_page_with_what_was_typed(
    admin: Browser, upload: Upload
) -> None:
    batch = upload()
    page = admin.get(f"/batches/{batch.id}/message")
    values = {"csrf_token": page.value("csrf_token"), "message": "Typed {{city}}", "name": "N", "go": "3"}
    shown = admin.post(f"/batches/{batch.id}/message/preview", values)
    assert shown.value("message") == "Typed {{city}}"
    assert "Typed New York" in shown.words


def test_missing_values_are_named_with_the_fallback_that_helps(admin: Browser, upload: Upload) -> None:
    said = preview(admin, upload(), "Hi {{first_name}}")
    assert "first_name is empty in 1 of the first 3 rows." in said
    assert "{{first_name|there}}" in said


def test_a_character_that_costs_is_named_and_replaced_only_when_asked(admin: Browser, upload: Upload) -> None:
    batch = upload()
    said = preview(admin, batch, "It’s {{city}} – soon")
    assert "’ makes every segment shorter" in said
    page = admin.get(f"/batches/{batch.id}/message")
    typed = {"csrf_token": page.value("csrf_token"), "message": "It’s {{city}} – soon", "name": "N"}
    plain = admin.post(f"/batches/{batch.id}/message/plainer", typed, htmx=True)
    assert plain.value("message") == "It's {{city}} - soon"
    db.session.refresh(batch)
    assert batch.content.message == "", "it is for the person to save"


def test_an_unknown_placeholder_comes_back_with_the_nearest_and_what_was_typed(
    admin: Browser, upload: Upload
) -> None:
    page = write(admin, upload(), "Hi {{frist_name}}", name="Kept")
    assert page.status == 422
    assert page.problems == ["There is no column “frist_name”. Did you mean {{first_name}}?"]
    assert page.value("message") == "Hi {{frist_name}}"
    assert page.value("name") == "Kept"


def test_an_empty_message_and_an_empty_name_are_refused(admin: Browser, upload: Upload) -> None:
    batch = upload()
    assert write(admin, batch, "  ").problems == ["Write the message."]
    assert write(admin, batch, "Hi", name=" ").problems == ["Give the batch a name."]


def test_a_text_that_comes_after_the_start_is_refused_and_not_lost(admin: Browser, upload: Upload) -> None:
    batch = upload()
    page = admin.get(f"/batches/{batch.id}/message")
    batch.transition_to(BatchState.RUNNING)
    db.session.commit()
    late = admin.submit(page, f"/{batch.id}/message", message="Hi, the new text")
    assert (late.status, "this batch is running by now" in late.words) == (409, True)
    assert [one.words() for one in late.root.all("textarea")] == ["Hi, the new text"]
    assert not batch.content.message


def test_line_ends_of_browsers_are_not_charged(admin: Browser, upload: Upload) -> None:
    batch = upload()
    write(admin, batch, "One\r\nTwo")
    db.session.refresh(batch)
    assert batch.content.message == "One\nTwo"


def test_a_saved_message_is_checked_against_the_list(admin: Browser, upload: Upload) -> None:
    batch = upload()
    page = write(admin, batch, "Hi {{first_name}}", max_segments="3")
    assert page.path == f"/batches/{batch.id}/check"
    db.session.refresh(batch)
    assert (batch.checking, batch.content.max_segments) == (Work.WAITING, 3)


def test_a_message_may_be_written_before_there_is_a_list(admin: Browser) -> None:
    page = admin.post("/batches/new", {"csrf_token": admin.token(), "message_first": "yes"})
    assert page.path.endswith("/message")
    batch = db.session.get_one(Batch, int(page.path.split("/")[2]))
    shown = write(admin, batch, "Hi {{first_name}}")
    assert "Upload a list of recipients." in shown.words


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_its_first_name_is_the_day_where_its_author_is(admin: Browser, ada: User, zone: str) -> None:
    ada.timezone = zone
    db.session.commit()
    page = admin.post("/batches/new", {"csrf_token": admin.token(), "message_first": "yes"})
    assert page.value("name") == f"Batch of {now().astimezone(ZoneInfo(zone)):%d %B}"


def test_longer_messages_say_what_they_cost_once_a_price_is_set(admin: Browser, upload: Upload) -> None:
    settings.put("price_per_segment", "0.07")
    page = admin.get(f"/batches/{upload().id}/message")
    assert "up to 2 segments, 0.14 a message at most" in page.words


def test_placeholders_of_other_tools_are_replaced_in_what_was_typed(admin: Browser, upload: Upload) -> None:
    batch = upload()
    token = admin.get(f"/batches/{batch.id}/message").value("csrf_token")
    typed = {"csrf_token": token, "name": "Spring", "message": "Hi %first_name%!", "max_segments": "1"}
    preview = admin.post(f"/batches/{batch.id}/message/preview", typed, htmx=True)
    assert "%first_name% – did you mean {{first_name}} ?" in preview.words
    form = admin.post(f"/batches/{batch.id}/message/placeholders", typed, htmx=True)
    assert form.value("message") == "Hi {{first_name}}!"
    db.session.refresh(batch)
    assert batch.content.message == ""
