"""Secrets for other systems: written by admins, read by no one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.event import Event
from webapp.models.secret import Secret
from webapp.services.actions import named_secrets

VALUE = "sesame-open-42"


def keep(admin: Browser, name: str = "booking", value: str = VALUE, *, htmx: bool = False) -> Page:
    return admin.submit(admin.get("/secrets"), "/secrets", htmx=htmx, name=name, value=value)


def test_a_secret_is_added_listed_by_name_replaced_and_removed(admin: Browser) -> None:
    assert "Add the first one" in admin.get("/secrets").words
    page = keep(admin, " Booking ")
    assert page.notices[0] == "The secret “booking” is kept. Requests use it from now on."
    assert "{{secret.booking}}" in page.words
    assert "by Ada" in page.words
    keep(admin, value="another-secret")
    assert named_secrets.values(["booking"]) == {"booking": "another-secret"}
    page = admin.submit(admin.get("/secrets"), "/secrets/remove")
    assert page.notices[0].startswith("The secret “booking” is removed.")
    assert db.session.scalars(select(Secret)).all() == []
    kinds = db.session.scalars(select(Event.kind).where(Event.kind.like("secret.%")).order_by(Event.id)).all()
    assert kinds == ["secret.set", "secret.replaced", "secret.removed"]


def test_its_value_stands_nowhere(admin: Browser) -> None:
    page = keep(admin)
    assert VALUE not in page.response.text
    faulty = keep(admin, "not a name!")
    assert VALUE not in faulty.response.text
    assert VALUE not in admin.get("/audit").response.text
    with admin.client.session_transaction() as session:
        assert VALUE not in str(dict(session))


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("", VALUE, "A secret’s name has small letters, digits, - and _, and 40 characters at most."),
        ("booking", "short", "A secret has from 8 to 4,000 characters."),
        ("booking", "two\nlines of it", "A secret has plain letters, digits and signs only, on one line."),
    ],
)
def test_what_cannot_be_kept_says_why(
    admin: Browser, name: str, value: str, problem: str, htmx: bool
) -> None:
    page = keep(admin, name, value, htmx=htmx)
    assert (page.status, page.problems) == (422, [problem])
    assert (page.value("name"), page.value("value")) == (name, "")


def test_one_that_is_gone_is_not_removed_twice(admin: Browser) -> None:
    keep(admin)
    page = admin.get("/secrets")
    admin.submit(page, "/secrets/remove")
    assert admin.submit(page, "/secrets/remove").status == 404


def test_they_are_for_admins_and_belong_to_the_settings(admin: Browser, staff: Browser) -> None:
    assert staff.get("/secrets").status == 403
    token = {"csrf_token": staff.token()}
    assert staff.post("/secrets", token | {"name": "booking", "value": VALUE}).status == 403
    assert staff.post("/secrets/remove", token | {"name": "booking"}).status == 403
    assert "/secrets" in [one.attrs["href"] for one in admin.get("/settings").root.all("a")]
    current = [a for a in admin.get("/secrets").root.all("a") if a.attrs.get("aria-current") == "true"]
    assert {a.words() for a in current} == {"Settings"}
