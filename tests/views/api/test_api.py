"""Other programs tell of opt-outs, and ask for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from tests.views.client import Browser
from tests.views.program import OPT_OUTS, Program
from webapp.db import db
from webapp.models.event import Event
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.user import User
from webapp.services.opt_outs import register
from webapp.services.team import api_keys

FORM = "application/x-www-form-urlencoded"


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


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("+1 202 555 0111 x12", CAROL),
        ("Mobile: (202) 555-0111 (call after 5)", CAROL),
        ("+1 565 555 0123", "+15655550123"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+54 11 2345 6789", "+5491123456789"),
    ],
)
def test_no_opt_out_is_refused_for_how_its_phone_is_written(website: Program, typed: str, phone: str) -> None:
    assert (website.tell(typed).status_code, website.ask(typed)["opted_out"]) == (201, True)
    assert set(register.active([phone])) == {phone}


def test_a_form_does_as_well_as_json(website: Program) -> None:
    answer = website.call("POST", OPT_OUTS, data={"phone": CAROL})
    assert answer.status_code == 201
    assert db.session.scalars(select(OptOut)).one().evidence == ""


@pytest.mark.parametrize("sent", ["phone=+447400123456", "phone=%2B447400123456", "phone=+44+7400+123456"])
def test_a_form_that_was_not_encoded_loses_no_country_code(website: Program, sent: str) -> None:
    assert website.call("POST", OPT_OUTS, data=sent, content_type=FORM).get_json()["phone"] == "+447400123456"


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        ("phone=+479+555+2123", FORM),  # Arkansas, or Norway?
        ("phone=%20475+555+2123", FORM),
    ],
)
def test_a_space_that_may_have_been_a_plus_opts_nobody_else_out(
    website: Program, sent: str, content_type: str
) -> None:
    answer = website.call("POST", OPT_OUTS, data=sent, content_type=content_type)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "phone")
    assert "%2B" in answer.get_json()["detail"]
    assert not db.session.scalars(select(OptOut)).all()


def test_elsewhere_a_space_is_a_space(website: Program) -> None:
    assert website.tell(" 479 555 2123").get_json()["phone"] == "+14795552123"
    upload = website.call(
        "POST", OPT_OUTS, data={"phone": " 479 555 2124"}, content_type="multipart/form-data"
    )
    assert upload.get_json()["phone"] == "+14795552124"


@pytest.mark.parametrize("content_type", [FORM, "text/plain", "application/json", None])
def test_json_is_understood_whatever_it_is_called(website: Program, content_type: str | None) -> None:
    answer = website.call("POST", OPT_OUTS, data=json.dumps({"phone": CAROL}), content_type=content_type)
    assert (answer.status_code, answer.get_json()["phone"]) == (201, CAROL)


@pytest.mark.parametrize(
    ("reason", "evidence"),
    [
        (None, ""),
        (7, "7"),
        ("stop \ud83d", "stop \ufffd"),  # what is left of an emoji that was cut in two
        ("so \x00 angry\n" * 1000, ("so angry " * 1000)[:1000]),
    ],
)
def test_no_opt_out_is_refused_for_its_reason(website: Program, reason: object, evidence: str) -> None:
    body = json.dumps({"phone": CAROL, "reason": reason})
    assert website.call("POST", OPT_OUTS, data=body, content_type="application/json").status_code == 201
    assert db.session.scalars(select(OptOut)).one().evidence == evidence


def test_what_programs_tell_of_what_was_known_is_kept_for_whoever_lifts_it(
    app: Flask, website: Program, ada: User, admin: Browser
) -> None:
    crm = Program(app, api_keys.make("CRM", ada)[1])
    db.session.commit()
    website.tell(CAROL)
    website.tell(CAROL, "Once more")
    with travel("2026-11-25 12:00:00", tick=False):
        assert crm.tell(CAROL, "Asked on the phone").status_code == 200
        assert crm.tell(CAROL, "Every night").status_code == 200
    told = "Told again by CRM, 25 November 2026: Asked on the phone"
    opt_out = db.session.scalars(select(OptOut)).one()
    assert opt_out.told_again == told.removeprefix("Told again by ")
    assert told in admin.get("/opt-outs").words
    assert told in admin.get(f"/opt-outs/{opt_out.id}/lift").words


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"json": {"phone": "12"}}, "phone", "12"),
        ({"json": {"phone": ""}}, "phone", "Enter the phone."),
        ({"json": {}}, "phone", "The phone is missing, or no text."),
        ({"json": {"phone": 12025550111}}, "phone", "The phone is missing, or no text."),
        ({"data": '{"phone":' * 100_000}, None, "Send one JSON object"),
        ({"json": [CAROL]}, None, "Send one JSON object"),
        ({"data": "{", "content_type": "application/json"}, None, "Send one JSON object"),
        ({"data": CAROL, "content_type": "text/plain"}, "phone", "The phone is missing, or no text."),
    ],
)
def test_what_cannot_be_understood_is_said_and_changes_nothing(
    website: Program, sent: dict[str, Any], field: str | None, sentence: str
) -> None:
    answer = website.call("POST", OPT_OUTS, **sent)
    assert answer.status_code == 422
    assert answer.get_json().get("field") == field
    assert sentence in answer.get_json()["detail"]
    assert not db.session.scalars(select(OptOut)).all()


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_it_cannot_lift_an_opt_out(website: Program, method: str) -> None:
    website.tell(CAROL)
    answer = website.call(method, f"{OPT_OUTS}/{CAROL}")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "by staff in Outbound; not here" in answer.get_json()["detail"]
    assert register.active([CAROL])


def test_a_phone_may_hold_what_an_address_may_not(website: Program) -> None:
    website.tell("+1 202/555-0111")
    assert website.ask("+1 202%2F555-0111")["opted_out"]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v2/opt-outs"])
def test_what_is_not_there_is_said_in_json(website: Program, path: str) -> None:
    answer = website.call("GET", path)
    assert answer.status_code == 404
    assert answer.is_json


def test_what_is_too_large_is_said_in_its_own_words(website: Program) -> None:
    answer = website.call("POST", OPT_OUTS, json={"phone": CAROL, "reason": "x" * 1_100_000})
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Request Entity Too Large",
        "status": 413,
        "detail": "That is too large: 1 MB at most.",
    }


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
    docs = (Path(__file__).parents[3] / "docs/api.md").read_text(encoding="utf-8")
    assert {name for name in website.ask(CAROL) if f'"{name}"' not in docs} == set()
    assert {str(source) for source in OptOutSource if f"`{source}`" not in docs} == set()
    too_short = website.tell("+1 202").get_json()
    example = docs[docs.index('{\n  "type": "about:blank"') :].partition("```")[0]
    assert json.loads(example) == too_short
