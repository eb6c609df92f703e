"""Other programs tell of opt-outs, and ask for them, with a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from freezegun import freeze_time
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from tests.views.client import Browser
from webapp.db import db
from webapp.models.api_key import ApiKey
from webapp.models.contact import OptOut, OptOutSource
from webapp.models.event import Event
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.services import api_keys, optouts
from webapp.views import api

OPT_OUTS = "/api/v1/opt-outs"


class Program:
    """Another program, with the key that it was given."""

    def __init__(self, app: Flask, key: str) -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def tell(self, phone: str, reason: str = "Unsubscribed on the website") -> TestResponse:
        return self.call("POST", OPT_OUTS, json={"phone": phone, "reason": reason})

    def ask(self, phone: str) -> dict[str, Any]:
        answer = self.call("GET", f"{OPT_OUTS}/{phone}")
        assert answer.status_code == 200
        return dict(answer.get_json())


@pytest.fixture
def website(app: Flask, ada: User) -> Program:
    """The website, whose key Ada has made; our number is a US one."""
    factories.number()
    _, secret = api_keys.make("Website", ada)
    db.session.commit()
    return Program(app, secret)


def test_who_is_told_of_is_never_reached_again(website: Program) -> None:
    batch = factories.batch([CAROL, DAVE], number_id=1)
    db.session.commit()
    answer = website.tell(CAROL)
    assert answer.status_code == 201
    said = answer.get_json()
    assert (said["phone"], said["opted_out"], said["known_from"]) == (CAROL, True, "api")
    assert said["since"]
    rows = db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).all()
    assert {row.phone: row.status for row in rows} == {
        CAROL: RecipientStatus.SKIPPED,
        DAVE: RecipientStatus.QUEUED,
    }
    assert website.ask(CAROL)["opted_out"]
    assert website.ask(DAVE) == {
        "phone": DAVE, "opted_out": False, "since": None, "known_from": None, "on_hold": False
    }  # fmt: skip


def test_told_twice_it_is_recorded_once(website: Program) -> None:
    first, second = website.tell(CAROL), website.tell(CAROL, "Once more")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert [one.evidence for one in db.session.scalars(select(OptOut))] == ["Unsubscribed on the website"]


def test_somebody_who_wrote_stop_is_known_already(website: Program) -> None:
    they_write("STOP", CAROL)
    db.session.commit()
    answer = website.tell(CAROL)
    assert (answer.status_code, answer.get_json()["known_from"]) == (200, "keyword")


def test_a_hold_is_said_and_ends_with_the_opt_out(website: Program) -> None:
    they_write("please don't text me any more, I asked you twice", CAROL)
    db.session.commit()
    assert website.ask(CAROL)["on_hold"]
    assert not website.tell(CAROL).get_json()["on_hold"]


@pytest.mark.parametrize("typed", ["(202) 555-0111", "+1 202 555 0111", "0012025550111", "2025550111"])
def test_phones_may_be_written_as_people_write_them(website: Program, typed: str) -> None:
    assert website.tell(typed).get_json()["phone"] == "+12025550111"
    assert website.ask(typed)["opted_out"]


def test_a_form_does_as_well_as_json(website: Program) -> None:
    answer = website.call("POST", OPT_OUTS, data={"phone": CAROL})
    assert answer.status_code == 201
    assert db.session.scalars(select(OptOut)).one().evidence == ""


@pytest.mark.parametrize("sent", ["phone=+447400123456", "phone=%2B447400123456", "phone=+44+7400+123456"])
def test_a_form_that_was_not_encoded_loses_no_country_code(website: Program, sent: str) -> None:
    answer = website.call("POST", OPT_OUTS, data=sent, content_type="application/x-www-form-urlencoded")
    assert answer.get_json()["phone"] == "+447400123456"


def test_a_reason_is_cut_rather_than_an_opt_out_refused(website: Program) -> None:
    assert website.tell(CAROL, "so \x00 angry\n" * 1000).status_code == 201
    evidence = db.session.scalars(select(OptOut)).one().evidence
    assert evidence.startswith("so angry so angry")
    assert len(evidence) == 1000


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"json": {"phone": "12"}}, "phone", "12"),
        ({"json": {"phone": ""}}, "phone", "Enter the phone."),
        ({"json": {}}, "phone", "phone must be a text."),
        ({"json": {"phone": 12025550111}}, "phone", "phone must be a text."),
        ({"json": {"phone": CAROL, "reason": None}}, "reason", "reason must be a text."),
        ({"json": [CAROL]}, None, "Send one JSON object"),
        ({"data": "{", "content_type": "application/json"}, None, "Send one JSON object"),
        ({"data": CAROL, "content_type": "text/plain"}, "phone", "phone must be a text."),
    ],
)
def test_what_cannot_be_understood_is_said_and_changes_nothing(
    website: Program, sent: dict[str, Any], field: str | None, sentence: str
) -> None:
    answer = website.call("POST", OPT_OUTS, **sent)
    assert answer.status_code == 422
    assert answer.get_json().get("field") == field
    assert sentence in answer.get_json()["error"]
    assert not db.session.scalars(select(OptOut)).all()


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer outbound_guessed", "Basic b3V0Ym91bmQ6eA==", "x"])
def test_without_a_key_that_is_known_nothing_is_said_or_done(
    app: Flask, website: Program, header: str
) -> None:
    stranger = Program(app, "")
    for method, path in (("POST", OPT_OUTS), ("GET", f"{OPT_OUTS}/{CAROL}"), ("DELETE", f"{OPT_OUTS}/1")):
        answer = stranger.call(method, path, headers={"Authorization": header}, data={"phone": CAROL})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.get_json().keys() == {"error"}
    assert not db.session.scalars(select(OptOut)).all()


def test_a_key_that_was_withdrawn_opens_nothing(website: Program, ada: User) -> None:
    assert website.tell(CAROL).status_code == 201
    api_keys.revoke(1, ada)
    db.session.commit()
    assert website.tell(DAVE).status_code == 401
    assert not optouts.active([DAVE])


def test_being_signed_in_with_a_browser_is_no_key(admin: Browser) -> None:
    assert admin.get(f"{OPT_OUTS}/{CAROL}").status == 401
    assert admin.post(OPT_OUTS, {"phone": CAROL}).status == 401


def test_a_key_opens_nothing_else(website: Program) -> None:
    assert website.call("GET", "/opt-outs").status_code == 303
    assert website.call("GET", "/contacts").headers["Location"].startswith("/login")


def test_it_cannot_lift_an_opt_out(website: Program) -> None:
    website.tell(CAROL)
    answer = website.call("DELETE", f"{OPT_OUTS}/{CAROL}")
    assert (answer.status_code, answer.get_json()) == (405, {"error": api.NO_LIFTING})
    assert optouts.active([CAROL])


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v2/opt-outs"])
def test_what_is_not_there_is_said_in_json(website: Program, path: str) -> None:
    answer = website.call("GET", path)
    assert answer.status_code == 404
    assert answer.is_json


def test_too_many_calls_are_told_to_wait_whatever_they_ask(app: Flask, website: Program) -> None:
    stranger = Program(app, "")
    assert {stranger.call("GET", f"{OPT_OUTS}/1").status_code for _ in range(600)} == {401}
    refused = website.tell(CAROL)
    assert (refused.status_code, refused.is_json) == (429, True)
    assert refused.headers["Retry-After"]


def test_it_says_so_when_the_database_cannot_be_used(website: Program, impatient: None) -> None:
    db.session.commit()
    lock = "LOCK TABLE opt_out IN ACCESS EXCLUSIVE MODE"
    with db.engine.connect() as somebody_else:
        driver: Any = somebody_else.connection.driver_connection
        driver.execute(lock if db.engine.dialect.name == "postgresql" else "BEGIN IMMEDIATE")
        refused = website.tell(CAROL)
        driver.rollback()
    assert (refused.status_code, refused.is_json) == (503, True)
    assert website.tell(CAROL).status_code == 201


def test_that_a_key_is_used_is_noted_to_the_minute(website: Program) -> None:
    with freeze_time("2026-11-25 12:00:00") as clock:
        for seconds, noted in ((0, "12:00:00"), (59, "12:00:00"), (2, "12:01:01")):
            clock.tick(seconds)
            website.ask(CAROL)
            used = db.session.scalars(select(ApiKey.used_at)).one()
            assert used and f"{used:%H:%M:%S}" == noted


def test_the_program_is_named_wherever_the_opt_out_is_shown(website: Program, admin: Browser) -> None:
    they_write("Hello", CAROL)
    db.session.commit()
    website.tell(CAROL, "Unticked the box")
    row = admin.get("/opt-outs?source=api").root.all("tr")[1].words()
    assert "Website" in row
    assert "Unticked the box" in row
    told = "The program “Website” says that they opted out: Unticked the box"
    assert told in admin.get(f"/contacts/phone/{CAROL}").words
    assert told in admin.get("/inbox/1?view=all").words
    audit = admin.get("/audit?what=opt_outs").words
    assert "opted out, says the program “Website”: “Unticked the box”" in audit
    page = admin.get("/opt-outs")
    assert "api,Unticked the box,Website" in admin.submit(page, "/opt-outs.csv", buffered=True).response.text
    noted = db.session.scalars(select(Event).where(Event.kind == "contact.opted_out")).one()
    assert (noted.user_id, noted.data["program"]) == (None, "Website")


def test_the_docs_name_all_that_is_said(website: Program) -> None:
    docs = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
    assert {name for name in website.ask(CAROL) if f'"{name}"' not in docs} == set()
    assert {str(source) for source in OptOutSource if f"`{source}`" not in docs} == set()
    too_short = website.tell("+1 202").get_json()
    assert json.dumps(too_short, ensure_ascii=False) in docs
