"""A forgotten password and a lost phone: what an admin does, and what the person sees."""

from __future__ import annotations

from flask import Flask

from tests.services.team.test_second_factors import code_of
from tests.views.client import Browser
from webapp.db import db
from webapp.models.user import User
from webapp.services.team import second_factors

NEW = "another four unrelated words"


def test_a_link_is_shown_once_and_used_once(app: Flask, admin: Browser, staff: Browser, grace: User) -> None:
    page = admin.submit(admin.get("/people"), f"/people/{grace.id}/password-link")
    link = next(e.attrs["value"] for e in page.root.all("input") if e.attrs.get("id") == "password-link")
    assert link.startswith("http://localhost/password/")
    assert link not in admin.get("/people").response.text

    page = Browser(app).post(link, {"password": NEW})
    assert page.status == 400 and "This form was too old" in page.words, "its cookie is gone"
    other = Browser(app)
    page = other.submit(other.get(link), "", password=NEW)
    assert (page.title, page.notices) == ("Sign in", ["Your password is changed. Sign in with it."])
    assert staff.get("/numbers").title == "Sign in", "they are signed out everywhere"
    assert other.get(link).status == 404
    page = other.submit(other.get("/login"), "/login", email=grace.email, password=NEW)
    assert page.notices == ["Your password was changed with a link that Ada Lovelace has made."]


def test_an_admin_takes_away_the_second_factor_of_a_lost_phone(
    app: Flask, admin: Browser, staff: Browser, grace: User
) -> None:
    assert "Second factor" not in admin.get("/people").words
    second_factors.start(grace.id)
    db.session.flush()
    second_factors.confirm(grace.id, code_of(grace))
    page = admin.submit(admin.get("/people"), f"/people/{grace.id}/second-factor/reset")
    assert page.notices == [
        "The second factor of Grace Hopper is taken away, and they are signed out everywhere."
    ]
    assert not second_factors.is_on(grace.id)
    assert staff.get("/numbers").title == "Sign in"


def test_staff_make_no_links(staff: Browser, ada: User) -> None:
    for path in (f"/people/{ada.id}/password-link", f"/people/{ada.id}/second-factor/reset"):
        page = staff.post(path, {"csrf_token": staff.token()})
        assert page.status == 403 and "Ask an admin of your team." in page.words
