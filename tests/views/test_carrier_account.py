"""Settings → Vonage: what is set at the account, setting it, and adding its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.simulator.account import (
    OURS,
    PUBLIC,
    SPARE,
    TAKEN,
    THEIRS,
    SimulatedAccount,
    running,
)
from tests.simulator.server import API_SECRET, APPLICATION_ID
from tests.views.client import Browser, Page
from tests.views.conftest import PASSWORD
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.user_session import UserSession

PATH = "/settings/vonage"
NOT_OURS = "Vonage sends nothing from it. Remove it under Numbers, or buy it."


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedAccount]:
    with running() as made:
        yield made


@pytest.fixture
def theirs(app: Flask, server: SimulatedAccount, monkeypatch: pytest.MonkeyPatch) -> SimulatedAccount:
    """The account, whose credentials this installation has."""
    server.reset()
    settings = replace(app.config["SETTINGS"], vonage=server.settings(), public_url=PUBLIC)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return server


def rows(page: Page, label: str) -> dict[str, str]:
    """The rows of a table, by what they are about: all their words."""
    [table] = [one for one in page.root.all("div") if one.attrs.get("aria-label") == label]
    lines = [row for row in table.all("tr") if row.all("td")]
    return {
        row.all("td")[0].words(): " ".join(one.words() for one in row.all("td")[1:]).strip() for row in lines
    }


def test_it_shows_what_is_set_what_points_elsewhere_and_what_is_missing(
    admin: Browser, theirs: SimulatedAccount
) -> None:
    factories.number(f"+{OURS}", label="Desk")
    factories.number("+12015550199", label="")
    hooks = {
        "inbound_url": {"address": THEIRS},
        "status_url": {"address": f"{PUBLIC}/webhooks/vonage/status"},
    }
    theirs.put(theirs.application | {"capabilities": {"messages": {"webhooks": hooks}}})
    before = theirs.application
    page = admin.get(PATH)
    shown = rows(page, "Webhooks")
    inbound = f"{THEIRS} Should be {PUBLIC}/webhooks/vonage/inbound Points elsewhere"
    assert shown["Replies (inbound)"] == inbound
    assert shown["Delivery reports (status)"] == f"{PUBLIC}/webhooks/vonage/status Set"
    assert shown["What becomes of calls (event)"].endswith("Missing")
    assert rows(page, "Your numbers") == {
        "+1 201-555-0100 Desk": "SMS Calls Not linked",
        "+1 201-555-0199": f"Nothing that is known Not in this account {NOT_OURS}",
    }
    assert theirs.application == before
    assert API_SECRET not in page.response.text


def test_it_is_set_at_a_click_and_noted(admin: Browser, theirs: SimulatedAccount) -> None:
    factories.number(f"+{TAKEN}")
    page = admin.get(PATH)
    assert "It takes +1 201-555-0103 away from another application." in page.words
    page = admin.submit(page, PATH)
    assert page.notices[0].startswith("Set at Vonage: Replies (inbound), Delivery reports (status),")
    assert "Everything that can be set at Vonage is as it should be" in page.words
    assert theirs.number(TAKEN)["app_id"] == APPLICATION_ID
    assert [form.attrs["action"] for form in page.root.all("form")].count(PATH) == 0
    line = db.session.scalars(select(Event).where(Event.kind == "carrier.set_up")).one()
    assert "+1 201-555-0103" in line.data["changed"]
    assert "Ada Lovelace set up Vonage: Replies (inbound)" in admin.get("/audit").words


def test_a_number_of_the_account_is_added(admin: Browser, theirs: SimulatedAccount) -> None:
    page = admin.get(PATH)
    others = rows(page, "Other numbers of the account")
    assert others["+1 201-555-0103"] == "SMS Calls Something else uses it"
    forms = [form for form in page.root.all("form") if form.attrs["action"] == f"{PATH}/numbers"]
    assert len(forms) == 3
    form = {"csrf_token": page.value("csrf_token"), "phone": f"+{SPARE}"}
    page = admin.post(f"{PATH}/numbers", form)
    assert "+1 201-555-0101 is added." in page.words
    assert rows(page, "Your numbers")["+1 201-555-0101"] == "SMS Not linked"
    for phone in (f"+{TAKEN}", f"+{SPARE}", "+12015550177", "", "\x00"):
        page = admin.post(f"{PATH}/numbers", form | {"phone": phone})
        assert "not among those that can be added" in page.words


def test_what_vonage_refuses_is_a_sentence(admin: Browser, theirs: SimulatedAccount) -> None:
    factories.number(f"+{OURS}")
    page = admin.get(PATH)
    theirs.control.fault("account_420", count=1)
    page = admin.submit(page, PATH)
    assert page.notices[0].startswith("+1 201-555-0100 is not linked. Vonage refuses it (420): Numbers from")
    theirs.control.fault("throttle", count=2)
    notices = admin.submit(page, PATH).notices
    assert len(notices) == 2
    assert all(one.startswith("Vonage asks us to slow down (429).") for one in notices)
    theirs.control.clear()
    theirs.control.fault("error_500", count=1)
    assert "Vonage answered 500" in admin.get(PATH).words


def test_without_an_account_it_says_how_to_get_one(admin: Browser, with_simulator: None) -> None:
    page = admin.get(PATH)
    assert "the simulator carries everything" in page.words
    assert "VONAGE_APPLICATION_ID" in page.words
    page = admin.post(PATH, {"csrf_token": admin.token()})
    assert page.status == 409


def test_what_is_missing_is_named(admin: Browser, app: Flask) -> None:
    page = admin.get(PATH)
    assert "VONAGE_API_SECRET is not set" in page.words
    assert "OUTBOUND_PUBLIC_URL is http://localhost, which leads to this machine" in page.words


def test_only_admins_and_after_their_password(
    admin: Browser, staff: Browser, theirs: SimulatedAccount
) -> None:
    before = theirs.application
    assert staff.get(PATH).status == 403
    for path in (PATH, f"{PATH}/numbers"):
        assert staff.post(path, {"csrf_token": staff.token()}).status == 403
    db.session.execute(update(UserSession).values(proved_at=now() - timedelta(hours=2)))
    db.session.commit()
    page = admin.submit(admin.get(PATH), PATH)
    assert (page.status, theirs.application) == (403, before)
    page = admin.submit(page, PATH, confirm_with_password=PASSWORD)
    assert page.notices[0].startswith("Set at Vonage")


def test_the_first_page_leads_there_until_vonage_leads_here(admin: Browser, theirs: SimulatedAccount) -> None:
    page = admin.get("/")
    assert "Vonage has told nothing yet" in page.words
    assert PATH in [link.attrs["href"] for link in page.root.all("a")]
    admin.submit(admin.get(PATH), PATH)
    assert "Vonage has told nothing yet" not in admin.get("/").words
