"""Keys for other programs: made and withdrawn by admins, shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from time_machine import travel

from tests.views.client import Browser, Page
from webapp.db import db, now
from webapp.models.api_key import ApiKey
from webapp.models.user import User
from webapp.services.team import api_keys


def make(admin: Browser, name: str) -> Page:
    return admin.submit(admin.get("/api-keys"), "/api-keys", name=name)


def shown(page: Page) -> list[str]:
    return [e.attrs["value"] for e in page.root.all("input") if e.attrs.get("id") == "fresh-key"]


def test_a_key_is_shown_once_and_kept_as_a_hash(admin: Browser) -> None:
    (secret,) = shown(make(admin, "  Our \t website "))
    again = admin.get("/api-keys")
    assert shown(again) == []
    assert secret not in again.response.text
    assert secret[:13] in again.words
    assert "Our website" in again.words
    assert "never" in again.words
    key = db.session.scalars(select(ApiKey)).one()
    assert secret not in (key.key_hash, key.starts_with, key.name)
    caller = api_keys.by_secret(secret)
    assert caller and (caller.key_id, caller.name) == (key.id, "Our website")


def test_a_key_is_kept_neither_in_the_session_nor_by_the_browser(admin: Browser) -> None:
    page = make(admin, "Website")
    assert page.headers["Cache-Control"] == "no-store"
    with admin.client.session_transaction() as session:
        assert shown(page)[0] not in str(dict(session))


def test_they_belong_to_the_settings(admin: Browser) -> None:
    current = [a for a in admin.get("/api-keys").root.all("a") if a.attrs.get("aria-current") == "true"]
    assert {(a.attrs["href"], a.words()) for a in current} == {("/settings", "Settings")}


def test_no_two_keys_are_the_same(ada: User) -> None:
    secrets = {api_keys.make(f"Program {n}", ada)[1] for n in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) >= 40 for secret in secrets)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Say which program the key is for."),
        (" \t\n ", "Say which program the key is for."),
        ("x" * 61, "Keep it under 60 characters."),
        ("WEBSITE", "There is a key of this name already. Withdraw that one, or choose another name."),
    ],
)
def test_a_name_that_does_not_tell_keys_apart_is_refused(admin: Browser, name: str, sentence: str) -> None:
    make(admin, "Website")
    page = make(admin, name)
    assert (page.status, page.problems) == (422, [sentence])
    assert page.value("name") == name
    assert len(api_keys.in_use()) == 1


def test_what_it_may_do_and_until_when(admin: Browser) -> None:
    page = admin.submit(
        admin.get("/api-keys"), "/api-keys", name="Shop", scopes=["events", "runs"], expires="2099-03-31"
    )
    assert "Report events, and start workflows" in page.words
    caller = api_keys.by_secret(shown(page)[0])
    assert caller and caller.scopes == {"events", "runs"}
    assert f"{caller.expires_at:%Y-%m-%d %H:%M}" == "2099-04-01 00:00"
    audit = admin.get("/audit?what=keys").words
    assert (
        "with which it may report events, and start workflows; read what became of runs, until 2099" in audit
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scopes": []}, "Choose what the program may do with the key."),
        ({"scopes": ["everything"]}, "Choose what the program may do with the key."),
        ({"expires": "2020-01-01"}, "This day is over. Choose a later one, or leave it empty."),
        ({"expires": "soon"}, "Choose a day, for example 2027-03-31, or leave it empty."),
        ({"expires": "9999-12-31"}, "Choose a day, for example 2027-03-31, or leave it empty."),
    ],
)
def test_what_it_may_do_must_be_said(admin: Browser, typed: dict[str, Any], sentence: str) -> None:
    page = admin.post(
        "/api-keys",
        {"csrf_token": admin.token(), "name": "Shop", "scopes": ["runs"], **typed},
    )
    assert (page.status, page.problems) == (422, [sentence])
    assert not api_keys.in_use()


def test_a_key_that_has_expired_is_marked(admin: Browser, ada: User) -> None:
    with travel("2026-01-01", tick=False):
        api_keys.make("Website", ada, expires_at=now() + timedelta(days=1))
    db.session.commit()
    assert "expired" in admin.get("/api-keys").words


def test_a_key_that_is_withdrawn_makes_room_for_another_of_its_name(admin: Browser) -> None:
    page = make(admin, "Website")
    page = admin.submit(page, "/revoke")
    assert page.notices == ["The key of “Website” is withdrawn, and opens nothing any more."]
    assert "by Ada Lovelace" not in page.words
    assert len(shown(make(admin, "Website"))) == 1


def test_the_audit_says_who_made_and_withdrew_them(admin: Browser) -> None:
    admin.submit(make(admin, "Website"), "/revoke")
    audit = admin.get("/audit?what=keys").words
    assert "made a key for the program “Website”" in audit
    assert "withdrew the key of the program “Website”" in audit


def test_staff_have_nothing_to_do_with_them(staff: Browser, ada: User) -> None:
    api_keys.make("Website", ada)
    db.session.commit()
    assert staff.get("/api-keys").status == 403
    token = staff.token()
    for path in ("/api-keys", "/api-keys/1/revoke"):
        assert staff.post(path, {"csrf_token": token, "name": "Mine"}).status == 403
    assert [key.name for key in api_keys.in_use()] == ["Website"]


def test_a_key_that_does_not_exist_cannot_be_withdrawn(admin: Browser) -> None:
    token = admin.get("/api-keys").value("csrf_token")
    assert admin.post("/api-keys/7/revoke", {"csrf_token": token}).status == 404
