"""Where the consent comes from: asked for each list, kept with the batch, said in the report."""

from __future__ import annotations

from csv import DictReader

from tests import factories
from tests.views.batches.conftest import LIST, Upload, send_list
from tests.views.client import Browser, Page, take
from webapp.db import db
from webapp.models.batch import Batch
from webapp.services.batches import ready


def arrange(browser: Browser, batch: Batch, **typed: str) -> Page:
    page = browser.get(f"/batches/{batch.id}/recipients")
    return browser.submit(page, "/arrange", go_on="yes", **typed)


def fresh(batch: Batch) -> Batch:
    db.session.rollback()
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def test_nobody_goes_on_without_saying_it(admin: Browser, upload: Upload) -> None:
    batch = upload()
    refused = arrange(admin, batch, consent_note="They filled in the form")
    assert refused.status == 422
    assert refused.problems == ["Say where the consent of these people comes from."]
    assert refused.value("consent_note") == "They filled in the form"
    obstacles = [one.sentence for one in ready.obstacles(fresh(batch))]
    assert "Say where the consent of these people comes from." in obstacles


def test_what_else_was_chosen_is_not_lost(admin: Browser, upload: Upload) -> None:
    batch = upload()
    shop = factories.number("+12025550199", label="Shop")
    db.session.commit()
    refused = arrange(admin, batch, number_id=str(shop.id), country="GB")
    assert (refused.value("number_id"), refused.value("country")) == (str(shop.id), "GB")
    assert "London" in refused.words  # the list is still shown
    accepted = admin.submit(refused, "/arrange", consent="customer")
    assert accepted.status == 200
    assert (fresh(batch).number_id, fresh(batch).country) == (shop.id, "GB")


def test_something_else_must_be_said_in_words(admin: Browser, upload: Upload) -> None:
    batch = upload()
    assert arrange(admin, batch, consent="other").problems == ["Write down where their consent comes from."]
    assert arrange(admin, batch, consent="made up").status == 422
    assert arrange(admin, batch, consent="other", consent_note="Signed at the fair").status == 200
    assert (fresh(batch).consent, fresh(batch).consent_note) == ("other", "Signed at the fair")


def test_too_long_a_note_is_refused(admin: Browser, upload: Upload) -> None:
    refused = arrange(admin, upload(), consent="customer", consent_note="x" * 501)
    assert refused.problems == ["Keep it under 500 characters."]


def test_it_stands_in_the_report(admin: Browser, upload: Upload) -> None:
    batch = upload()
    arrange(admin, batch, consent="opted_in", consent_note="Spring form")
    rows = list(DictReader(take(admin, f"/batches/{batch.id}/report.csv").response.text.splitlines()))
    assert rows
    assert {row["consent"] for row in rows} == {"They opted in on our site (Spring form)"}


def test_another_list_asks_again(admin: Browser, upload: Upload) -> None:
    batch = upload()
    arrange(admin, batch, consent="customer")
    send_list(admin, f"/batches/{batch.id}/recipients", LIST.encode(), "other.csv")
    assert fresh(batch).consent is None
