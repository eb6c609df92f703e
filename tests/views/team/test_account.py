"""Where one is signed in, and what one is told about one's account."""

from __future__ import annotations

from flask import Flask

from tests.views.client import Browser
from tests.views.conftest import signed_in
from webapp.db import db
from webapp.models.user import User
from webapp.services.team import account_notices, sessions


def test_one_sees_where_one_is_signed_in_and_signs_out_there(app: Flask, admin: Browser, ada: User) -> None:
    phone = signed_in(app, ada)
    [of_phone] = [one for one in sessions.of(ada.id) if one.id != sessions.of(ada.id)[-1].id]
    of_phone.device = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
    db.session.commit()
    page = admin.get("/account")
    assert "Firefox on Android" in page.words and "This device" in page.words and "127.0.0.1" in page.words
    page = admin.submit(page, f"/account/sessions/{of_phone.id}/sign-out")
    assert page.notices == ["You are signed out there."]
    assert phone.get("/numbers").title == "Sign in"
    assert "Firefox on Android" not in admin.get("/account").words


def test_no_one_signs_others_out(admin: Browser, staff: Browser, grace: User) -> None:
    [of_grace] = sessions.of(grace.id)
    page = admin.post(f"/account/sessions/{of_grace.id}/sign-out", {"csrf_token": admin.token()})
    assert page.status == 404
    assert staff.get("/numbers").title == "Numbers"


def test_one_signs_out_everywhere(app: Flask, admin: Browser, staff: Browser, ada: User) -> None:
    other = signed_in(app, ada)
    page = admin.submit(admin.get("/account"), "/account/sessions/sign-out")
    assert (page.title, page.notices) == ("Sign in", ["You are signed out everywhere."])
    assert other.get("/numbers").title == "Sign in"
    assert staff.get("/numbers").title == "Numbers"


def test_what_one_is_told_stays_on_the_first_page_until_it_is_read(admin: Browser, ada: User) -> None:
    account_notices.tell(ada.id, "Grace changed above how many people a batch needs approval. Now: none.")
    page = admin.get("/")
    assert "Now: none." in page.words
    assert "Now: none." in admin.get("/").words
    page = admin.submit(page, "/account/notices")
    assert "Now: none." not in page.words
