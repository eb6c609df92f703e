"""Where we send a browser is ours: never what the Host or an odd address says; in any letters."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import they_write
from tests.views.client import HTMX, Browser, take
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.event import Event
from webapp.models.user import User

EVIL = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}


@pytest.mark.parametrize("path", ["/batches//new", "//evil.example//x", "/settings//models", "/inbox"])
@pytest.mark.parametrize("headers", [EVIL, EVIL | HTMX], ids=["page", "htmx"])
def test_the_host_is_never_reflected(browser: Browser, path: str, headers: dict[str, str]) -> None:
    answer = browser.client.get(path, headers=headers)
    said = f"{dict(answer.headers)}{answer.get_data(as_text=True)}"
    assert "evil.example/" not in said.replace("//evil.example//x", "")
    assert not answer.headers.get("Location", "/").startswith(("//", "http"))


def test_where_to_go_on_may_be_in_any_letters(browser: Browser, ada: User) -> None:
    for headers in ({}, HTMX):
        typed = {"email": ada.email, "password": "three unrelated words", "csrf_token": browser.token()}
        answer = browser.client.post("/login?next=/日本", data=typed, headers=headers)
        assert answer.status_code < 400
        goes_to = answer.headers.get("HX-Redirect") or answer.headers["Location"]
        assert goes_to == "/%E6%97%A5%E6%9C%AC"


def test_a_file_of_someone_whose_name_is_in_other_letters(admin: Browser) -> None:
    factories.number()
    they_write("Your code is 1234", "Банк")
    for end in ("export.json", "messages.csv"):
        page = take(admin, f"/contacts/phone/Банк/{end}")
        assert page.status == 200
        assert "filename*=UTF-8''" in page.headers["Content-Disposition"]


def test_a_zone_that_is_none_is_said_whatever_the_check_does(admin: Browser, ada: User) -> None:
    draft = factories.batch(["+12025550111"], state=BatchState.DRAFT, created_by=ada.id)
    for htmx in (False, True):
        typed = {"csrf_token": admin.token(), "zone": "Mars/Phobos"}
        assert admin.post(f"/batches/{draft.id}/zone", typed, htmx=htmx).status == 422


def test_who_changed_a_message_is_in_the_audit(admin: Browser, ada: User) -> None:
    draft = factories.batch(["+12025550111"], state=BatchState.DRAFT, created_by=ada.id)
    path = f"/batches/{draft.id}/message"
    for _ in range(2):
        admin.submit(admin.get(path), path, message="Another text")
    kinds = select(Event.user_id).where(Event.kind == "batch.message_changed")
    assert db.session.scalars(kinds).all() == [ada.id]
    assert "changed what" in admin.get("/audit").words
