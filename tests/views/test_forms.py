"""Public forms, as anyone who has the link meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from time_machine import travel
from werkzeug.test import TestResponse

from tests.conversations import CAROL
from tests.services.workflows.stage import ada, flow, refusals, runs, sms
from tests.services.workflows.test_form_entries import AGREED, FIELDS, TYPED, form, kept
from tests.views.client import Browser, take
from tests.views.html import Element, read
from tests.views.program import Program
from webapp.models.workflow import Workflow
from webapp.services.workflows import addresses, store
from webapp.services.workflows.editing import publishing
from webapp.views.forms import STAMP, TRAP


class Visitor(Program):
    """Someone who has the link, in a browser without cookies and JavaScript."""

    def __init__(self, app: Flask, workflow: Workflow) -> None:
        super().__init__(app, "")
        self.path = f"/forms/{addresses.token(workflow.id)}"

    def open(self) -> Element:
        answer = self.call("GET", self.path)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
        return read(answer.text)

    def stamp(self) -> str:
        return next(one.attrs["value"] for one in self.open().all("input") if one.attrs["name"] == STAMP)

    def send(self, opened: str, /, **typed: str) -> TestResponse:
        return self.call("POST", self.path, data={**TYPED, STAMP: opened, **typed})


@pytest.fixture
def clock() -> Iterator[object]:
    with travel("2026-11-25 12:00:00", tick=False) as frozen:
        yield frozen


@pytest.fixture
def workflow(app: Flask, clock: object) -> Workflow:
    return form()


@pytest.fixture
def visitor(app: Flask, workflow: Workflow) -> Visitor:
    return Visitor(app, workflow)


def test_it_is_filled_in_and_sent(visitor: Visitor, clock: object) -> None:
    page = visitor.open()
    labels = [one.words() for one in page.all("label")]
    assert labels[1:4] == ["Name", "Phone", "E-mail (optional)"]
    filled = [one.attrs.get("autocomplete") for one in page.all("input") if one.attrs.get("type") != "hidden"]
    assert filled[1:4] == ["name", "tel", "email"], "browsers and screen readers know what is asked for"
    assert any(label.startswith(AGREED) for label in labels)
    fields = [one.attrs["id"] for one in page.all("input", "select") if one.attrs.get("type") != "hidden"]
    assert {one.attrs.get("for") for one in page.all("label")} >= set(fields) - {"f-consent"}
    stamp = visitor.stamp()
    clock.shift(5)  # type: ignore[attr-defined]
    answer = visitor.send(stamp)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{visitor.path}/thanks")
    assert "Thank you." in visitor.call("GET", f"{visitor.path}/thanks").text
    assert [one.answers["name"] for one in kept()] == ["Carol Diaz"]
    visitor.send(stamp)
    assert (len(kept()), len(runs())) == (1, 1)


def test_faults_come_back_with_what_was_typed(visitor: Visitor, clock: object) -> None:
    stamp = visitor.stamp()
    clock.shift(5)  # type: ignore[attr-defined]
    answer = visitor.send(stamp, phone="12", name='<b>"Carol"')
    page = read(answer.text)
    assert answer.status_code == 422
    [summary] = [one for one in page.all("div") if one.attrs.get("id") == "summary"]
    assert [one.attrs["href"] for one in summary.all("a")] == ["#f-phone"]
    assert summary.all("a")[0].words().startswith("Phone: Please write one phone number")
    values = {one.attrs["name"]: one.attrs.get("value") for one in page.all("input")}
    assert (values["name"], values["phone"], values[STAMP]) == ('<b>"Carol"', "12", stamp)
    assert visitor.send(stamp).status_code == 303


@pytest.mark.parametrize("stamp", ["now", "none", "wrong"])
def test_a_program_that_is_too_quick_is_asked_again(visitor: Visitor, stamp: str) -> None:
    good = visitor.stamp()
    answer = visitor.send({"now": good, "none": "", "wrong": good[:-2]}[stamp])
    assert (answer.status_code, kept()) == (422, [])
    assert "Please look at it once more, and send it again." in answer.text


def test_a_page_of_last_week_is_asked_again(visitor: Visitor, clock: object) -> None:
    stamp = visitor.stamp()
    clock.shift(timedelta(days=8))  # type: ignore[attr-defined]
    assert visitor.send(stamp).status_code == 422


def test_what_they_agreed_to_is_what_they_have_seen(
    visitor: Visitor, workflow: Workflow, clock: object
) -> None:
    """It was published again, in other words, while they filled it in."""
    stamp = visitor.stamp()
    changed = flow("form", sms(1), title="A quote", fields=FIELDS, consent="You may call me.")
    store.save(workflow.id, workflow.revision, changed, ada())
    publishing.publish(workflow.id, workflow.revision, ada())
    clock.shift(5)  # type: ignore[attr-defined]
    answer = visitor.send(stamp)
    assert (answer.status_code, kept()) == (422, [])
    assert "You may call me." in answer.text
    clock.shift(5)  # type: ignore[attr-defined]
    [fresh] = [one.attrs["value"] for one in read(answer.text).all("input") if one.attrs["name"] == STAMP]
    assert visitor.send(fresh).status_code == 303
    assert [(one.consent, one.version) for one in kept()] == [("You may call me.", 2)]


def test_the_trap_says_thanks_and_does_nothing(visitor: Visitor, clock: object) -> None:
    stamp = visitor.stamp()
    clock.shift(5)  # type: ignore[attr-defined]
    assert visitor.send(stamp, **{TRAP: "https://spam.example.org"}).status_code == 303
    assert kept() == []
    assert refusals() == ["A program filled in the form: a field that people do not see."]


def test_a_field_of_theirs_may_be_called_like_one_that_people_do_not_see(app: Flask, clock: object) -> None:
    visitor = Visitor(app, form(fields="Phone (phone) *\nWebsite (text)\nStamp (text)\nInterest"))
    ids = [one.attrs["id"] for one in visitor.open().all("input") if "id" in one.attrs]
    assert len(set(ids)) == len(ids)
    stamp = visitor.stamp()
    clock.shift(5)  # type: ignore[attr-defined]
    assert visitor.send(stamp, website="https://carol.example.org", stamp="Penny Black").status_code == 303
    assert [one.answers["website"] for one in kept()] == ["https://carol.example.org"]


def test_many_entries_from_one_address_are_told_to_wait(visitor: Visitor) -> None:
    answers = [visitor.send("", name="Carol") for _ in range(11)]
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert "Too many forms were sent." in answers[-1].text
    assert 'value="Carol"' in answers[-1].text


def test_many_entries_to_an_address_that_there_is_not_are_no_fault_of_ours(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [app.test_client().post("/f/nowhere", data={"name": "Carol"}) for _ in range(12)]
    assert {one.status_code for one in answers} == {404}
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_it_is_closed_while_it_is_paused_and_unknown_otherwise(visitor: Visitor, workflow: Workflow) -> None:
    publishing.pause(workflow.id, ada())
    for method, path in (("GET", visitor.path), ("POST", visitor.path), ("GET", f"{visitor.path}/thanks")):
        answer = visitor.call(method, path)
        assert (answer.status_code, "This form is closed." in answer.text) == (404, True)
    assert visitor.call("GET", "/forms/guessed").status_code == 404


def test_headers_are_as_everywhere_and_the_host_is_not_reflected(visitor: Visitor) -> None:
    answer = visitor.call("GET", visitor.path, headers={"Host": "evil.example.org"})
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "evil" not in answer.text
    assert not re.search(r"<style|style=|<script(?! src)| on\w+=", answer.text)


@pytest.mark.parametrize("language", ["es", "fr", "de", "pt"])
def test_its_language_is_that_of_the_page(app: Flask, language: str) -> None:
    page = Visitor(app, form(language=language)).open()
    assert page.all("html")[0].attrs["lang"] == language
    assert "optional" not in page.words().lower().replace("opcional", "")


def test_one_that_is_closed_says_so_in_its_language(app: Flask) -> None:
    paused = form(language="de")
    publishing.pause(paused.id, ada())
    asks = flow("form", sms(1), title="A quote", fields=FIELDS, language="de")
    for workflow in (paused, store.create("Not published yet", ada(), asks)):
        page = read(Visitor(app, workflow).call("GET", Visitor(app, workflow).path).text)
        assert page.all("html")[0].attrs["lang"] == "de"
        assert page.all("h1")[0].words() == "Dieses Formular ist geschlossen."


@pytest.mark.parametrize(
    "odd", ["\x00", "x" * 5_000, "9" * 30, "<script>", "{{contact.phone}}", "0001-01-01", "\ud800"]
)
def test_whatever_is_typed_breaks_nothing(visitor: Visitor, clock: object, odd: str) -> None:
    for name in (*TYPED, STAMP, TRAP):
        stamp = visitor.stamp()
        clock.shift(61)  # type: ignore[attr-defined]
        typed = {name: odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        assert visitor.send(typed.pop(STAMP, stamp), **typed).status_code in (303, 422, 429)
    assert visitor.call("POST", visitor.path, data=b"x" * 200_000).status_code in (422, 429)


def test_makers_see_it_before_it_is_published_and_what_was_entered(
    clock: object, admin: Browser, visitor: Visitor, workflow: Workflow
) -> None:
    assert "A quote" in admin.client.get(f"/workflows/{workflow.id}/form").text
    assert "No entries yet" in admin.get(f"/workflows/{workflow.id}/entries").words
    stamp = visitor.stamp()
    clock.shift(5)  # type: ignore[attr-defined]
    visitor.send(stamp)
    words = admin.get(f"/workflows/{workflow.id}/entries").words
    assert "Carol Diaz" in words and "in English, version 1" in words
    of_contact = admin.get(f"/contacts/{kept()[0].contact_id}").words
    assert "Forms A quote" in of_contact and f"“{AGREED}”" in of_contact and "Windows" in of_contact
    file = take(admin, f"/workflows/{workflow.id}/entries.csv").response.text
    assert "Windows" in file
    assert "downloaded what people entered into the form" in admin.get("/audit").words
    tried = admin.get(f"/workflows/{workflow.id}/try?event=entry-{kept()[0].id}").words
    assert "For Carol Diaz" in tried and "Hi Carol: Windows" in tried
    assert f"“{AGREED}”" in words
    edit = admin.get(f"/workflows/{workflow.id}/edit/s1").response.text
    assert "{{trigger.interest}}" in edit
    assert visitor.path in admin.get(f"/workflows/{workflow.id}/edit").response.text
    assert CAROL not in admin.get(f"/workflows/{workflow.id}").words
