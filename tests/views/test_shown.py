"""Two people with the same form open: neither takes back what the other has saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests import calls, factories
from tests.views.client import Browser
from tests.views.conftest import make_user, signed_in
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.language_model import LanguageModel
from webapp.models.number import Number
from webapp.models.saved_reply import SavedReply
from webapp.models.user import Role
from webapp.services import settings
from webapp.services.agents import language_models
from webapp.services.agents.model_form import ModelForm
from webapp.services.hours import places
from webapp.services.inbox import saved_replies
from webapp.services.inbox.saved_replies import Typed
from webapp.views import shown
from webapp.views.shown import BOTH

Kept = Callable[[], tuple[Any, Any]]


def values(row: object, one: str, other: str) -> tuple[Any, Any]:
    return getattr(row, one), getattr(row, other)


def setting() -> tuple[str, Kept]:
    return "/settings", lambda: (settings.get("team_name"), settings.get("currency"))


def number() -> tuple[str, Kept]:
    made = factories.number().id
    return f"/numbers/{made}", lambda: (db.session.get_one(Number, made).label, paces(made))


def paces(number_id: int) -> str:
    return f"{db.session.get_one(Number, number_id).services['sms'].pace or 0:g}"


def place() -> tuple[str, Kept]:
    return "/hours/everywhere", lambda: values(places.get("everywhere").place, "name", "source")


def saved() -> tuple[str, Kept]:
    row = saved_replies.add(Typed("Hours", "We open at nine.", ""), factories.user()).id
    return f"/saved-replies/{row}", lambda: values(db.session.get_one(SavedReply, row), "name", "text")


def model() -> tuple[str, Kept]:
    form = ModelForm("Llama", "ollama", "http://127.0.0.1:9/v1", "llama3.1:8b")
    made = language_models.add(form, factories.user()).id
    row = db.session.get_one(LanguageModel, made)
    return f"/settings/models/{made}", lambda: values(row, "name", "model")


def ways() -> tuple[str, Kept]:
    return "/settings/notices", lambda: (settings.get("mail_user"), settings.get("mail_from"))


def texts() -> tuple[str, Kept]:
    made = factories.batch(["+12025550111"], number_id=factories.number().id, state=BatchState.DRAFT).id
    return f"/batches/{made}/message", lambda: content(made, "max_segments")


def batch_of_calls() -> tuple[str, Kept]:
    made = factories.batch(["+12025550111"], number_id=calls.number().id, state=BatchState.DRAFT)
    made.channel, made.content, draft = Channel.CALL, CallContent(message="Hello."), made.id
    return f"/batches/{draft}/call", lambda: content(draft, "ring_seconds")


def content(batch_id: int, other: str) -> tuple[Any, Any]:
    said = db.session.get_one(Batch, batch_id).content
    return said.message, str(getattr(said, other))


def only(name: str, value: str) -> dict[str, Any]:
    return {name: value}


FORMS = {
    "settings": (setting, ("team_name", "Clinic"), ("currency", "EUR")),
    "a number": (number, ("label", "Desk"), ("sms_pace", "3")),
    "hours": (place, ("name", "All over"), ("source", "Our lawyer")),
    "a saved reply": (saved, ("name", "When"), ("text", "We open\nat ten.")),
    "a model": (model, ("name", "Ours"), ("model", "llama3.2:3b")),
    "a batch of texts": (texts, ("message", "Hello from the clinic."), ("max_segments", "2")),
    "a batch of calls": (batch_of_calls, ("message", "Hello from the clinic."), ("ring_seconds", "25")),
    "notices": (ways, ("mail_user", "desk@example.org"), ("mail_from", "us@example.org")),
}


@pytest.fixture
def other(app: Flask) -> Browser:
    """Another admin."""
    return signed_in(app, make_user("Grace Hopper", Role.ADMIN))


@pytest.mark.parametrize("what", FORMS)
def test_two_who_change_different_fields_both_get_theirs(admin: Browser, other: Browser, what: str) -> None:
    make, ours, theirs = FORMS[what]
    path, kept = make()
    page, their_page = admin.get(path), other.get(path)
    other.submit(their_page, path, **only(*theirs))
    done = admin.submit(page, path, **only(*ours))
    db.session.expire_all()
    assert (done.status, kept()) == (200, (ours[1], theirs[1]))


@pytest.mark.parametrize("what", FORMS)
def test_two_who_change_the_same_are_told(admin: Browser, other: Browser, what: str) -> None:
    make, (name, ours), theirs = FORMS[what]
    path, kept = make()
    page, before = admin.get(path), kept()
    other.submit(other.get(path), path, **only(name, "Grace’s"))
    other.submit(other.get(path), path, **only(*theirs))
    told = admin.submit(page, path, **only(name, ours))
    assert told.status == 422 and BOTH in told.words
    assert (told.value(name), told.value(theirs[0])) == (ours, theirs[1])
    db.session.expire_all()
    assert kept()[0] not in (ours, before[0])
    admin.submit(told, path)
    db.session.expire_all()
    assert kept() == (ours, theirs[1])


def test_what_is_wrong_besides_takes_nothing_back(admin: Browser, other: Browser) -> None:
    path, kept = number()
    page = admin.get(path)
    other.submit(other.get(path), path, label="Desk")
    wrong = admin.submit(page, path, sms_pace="fast")
    assert wrong.status == 422
    done = admin.submit(wrong, path, sms_pace="3")
    db.session.expire_all()
    assert (done.status, kept()) == (200, ("Desk", "3"))


def test_a_page_from_before_an_update_switches_nothing_off(admin: Browser) -> None:
    """It knows nothing of a setting that came with the update."""
    settings.put("staff_workflows", True)
    page = admin.get("/settings")
    known = {key: page.value(key) for key in ("csrf_token", "team_name")}
    sent = {**known, "team_name": "Clinic", "shown": shown.of({"team_name": ""})}
    assert admin.post("/settings", sent).notices == ["The settings are saved."]
    assert (settings.get("team_name"), settings.get("staff_workflows")) == ("Clinic", True)


@pytest.mark.parametrize("odd", ["", "[", "[1]", "7", "[" * 100_000, '{"team_name": {"a": [1]}}'])
def test_whatever_a_form_says_that_it_showed(admin: Browser, odd: str) -> None:
    page = admin.get("/settings")
    path = admin.submit(page, "/settings", team_name="Clinic", shown=odd)
    assert path.status in (200, 422)


def test_ends_of_lines_are_no_change(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"shown": shown.of({"text": "a\nb", "on": False})}):
        meant, both = shown.together({"text": "a\r\nb", "on": "", "new": "x"}, {"text": "c", "on": True})
    assert (meant, both.by_field) == ({"text": "c", "on": True, "new": "x"}, {})
