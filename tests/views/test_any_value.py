"""Whatever is typed into a field or an address, nothing breaks: what a database cannot hold stays outside."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests import desks, factories
from tests.conversations import CAROL, they_write
from tests.length import length
from tests.views import checks
from tests.views.client import Browser, _present
from tests.views.html import Element
from tests.views.program import Program
from webapp.agents.definition import TaskAction
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.invitation import Invitation
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.upload import Upload
from webapp.models.user import Role, User
from webapp.services.agents import language_models
from webapp.services.agents.editing.saving import ITEMS, PARTS
from webapp.services.agents.model_form import ModelForm
from webapp.services.team import invitations
from webapp.services.workflows.editing import publishing

HUGE = "9" * 20
VALUES = ["a\x00b", HUGE, "x" * 3000, "9999-12-31", "0001-01-01"]
IN_ADDRESSES = [*VALUES, "-" + HUGE, "1e400", "9" * 5000, "٣" * 30, "2147483648", "9223372036854775808"]
NAMES = ("q", "before", "after", "status", "source", "number", "view", "open", "seen", "from", "to", "who",
         "what", "row", "without", "v", "next", "phone", "country", "after_id", "zone", "date")  # fmt: skip
ACTIONS = (
    TaskAction("set_attribute", {"name": "visit", "value": "{{name}}"}),
    TaskAction("add_label", {"label": "visit", "suggested": "yes"}),
    TaskAction("http_request", {"url": "https://booking.example.com/visits", "seconds": "5"}),
    TaskAction("send_sms", {"text": "See you, {{name}}.", "segments": "1"}),
    TaskAction("schedule_callback", {"date": "2026-12-01"}),
)
"""Of a task, so that its form has their fields."""
STRIDE = length(3, 1)
"""Each value is asked of every third page or field, and of others on the other database."""
LEFT_OUT = (
    "log-out",
    "logout",
    "sign-out",
    "remove",
    "deactivate",
    "cancel",
    "revoke",
    "withdraw",
    "sample",
    "simulated",
    "archive",
)
"""Forms after which the others are gone."""


def is_turn(place: int, value: str) -> bool:
    """Is this value asked of the field or the address that stands in this place of all?"""
    shift = IN_ADDRESSES.index(value) + (db.engine.dialect.name == "sqlite")
    return (place + shift) % STRIDE == 0


@pytest.fixture
def team(app: Flask, ada: User) -> dict[str, int]:
    """Something of everything."""
    draft = factories.batch([CAROL], state=BatchState.DRAFT, created_by=ada.id)
    common = {"number_id": draft.number_id, "created_by": ada.id}
    running = factories.batch([CAROL], **common)
    held = they_write("Please stop texting me, this is my work phone")
    they_write("Hello", "+12025550122")
    out = factories.add(OptOut(phone="+12025550133", source=OptOutSource.STAFF, evidence="by letter"))
    desk = desks.agent(ada, tasks=(desks.replace(desks.VISIT, actions=ACTIONS),))
    typed = ModelForm("Llama", "ollama", "http://127.0.0.1:9/v1", "llama3.1:8b", "sk-canary")
    model = language_models.add(typed, ada)
    invitations.invite(ada, Role.STAFF, "Bob")
    factories.user("Bob", Role.STAFF)
    db.session.commit()
    flow = publishing.from_template("review", ada, draft.number_id)
    db.session.commit()
    invitation = db.session.scalars(select(Invitation.id)).one()
    return {
        "batch_id": draft.id, "running": running.id, "thread_id": held.thread_id, "opt_out_id": out.id,
        "invitation_id": invitation, "number_id": int(draft.number_id or 0), "row_no": 2,
        "agent_id": desk.id, "model_id": model.id, "workflow_id": flow.id,
    }  # fmt: skip


def pages(team: dict[str, int]) -> list[str]:
    draft, running = f"/batches/{team['batch_id']}", f"/batches/{team['running']}"
    agent = f"/agents/{team['agent_id']}"
    parts = (f"{agent}/edit/{part}" for part in PARTS)
    items = (f"{agent}/{kind}/new" for kind in ITEMS)
    flow = f"/workflows/{team['workflow_id']}"
    return [
        "/", "/batches", "/batches/new", f"{draft}/recipients", f"{draft}/message", f"{draft}/check",
        f"{draft}/when", running, f"{running}/recipients", "/inbox", "/inbox/new",
        f"/inbox/{team['thread_id']}", "/contacts", f"/contacts/{team['thread_id']}", "/opt-outs",
        "/opt-outs/add", "/opt-outs/import",
        f"/opt-outs/{team['opt_out_id']}/lift", "/hours", "/numbers", "/numbers/add",
        f"/numbers/{team['number_id']}", "/people", "/people/invite", "/profile", "/settings", "/api-keys",
        "/audit", "/settings/models", "/settings/models/add", f"/settings/models/{team['model_id']}",
        "/agents", "/agents/new", agent, *parts, *items, f"{agent}/answers/hours",
        f"{agent}/tasks/visit", f"{agent}/knowledge/1", f"{agent}/versions", f"{agent}/versions/1",
        f"{agent}/try", f"{agent}/tests", f"{agent}/tests?run=1", f"{agent}/tests?thread={team['thread_id']}",
        f"{agent}/replay/{team['thread_id']}", "/secrets", f"{agent}/records", "/workflows", "/workflows/new",
        flow, f"{flow}/edit", *(f"{flow}/edit/{place}" for place in ("trigger", "conditions", "box", "name")),
        f"{flow}/edit/s2", f"{flow}/edit/s5", f"{flow}/add", f"{flow}/try", f"{flow}/runs", f"{flow}/refused",
        f"{flow}/versions",
    ]  # fmt: skip


def fields(form: Element) -> Iterator[str]:
    """The names of what can be typed or chosen in a form."""
    for element in form.all(*checks.FIELDS):
        if element.attrs.get("name") and element.attrs.get("type") not in ("file", "submit"):
            yield element.attrs["name"]


def ask(browser: Browser, method: str, path: str, data: Any = None) -> int:
    """The status of an answer, whatever page it is."""
    db.session.commit()
    asking = contextvars.Context().run
    words = {"method": method, "data": data, "base_url": "http://localhost", "buffered": True}
    answer = asking(browser.client.open, path, **words)
    return int(answer.status_code)


def test_no_field_of_any_form_breaks_on_what_is_typed(admin: Browser, team: dict[str, int]) -> None:
    sent: set[tuple[str, str]] = set()
    for path in pages(team):
        page = admin.get(path)
        for form in page.root.all("form"):
            action = form.attrs["action"] or path
            if form.attrs.get("method", "").lower() != "post" or any(word in action for word in LEFT_OUT):
                continue
            for name in dict.fromkeys(fields(form)):
                if name == "csrf_token" or (action, name) in sent:
                    continue
                for value in VALUES:
                    if not is_turn(len(sent), value):
                        continue
                    typed: MultiDict[str, str] = _present(form)
                    typed[name] = value
                    assert ask(admin, "POST", action, typed) < 500, f"{action}: {name}={value[:12]!r}"
                sent.add((action, name))
    assert len(sent) > 40


@pytest.mark.parametrize("value", IN_ADDRESSES, ids=lambda value: repr(value[:12]) + str(len(value)))
def test_no_address_breaks_on_what_stands_in_it(
    app: Flask, admin: Browser, team: dict[str, int], value: str
) -> None:
    """Behind the question mark, and in each place of the path."""
    query = "&".join(f"{name}={quote(value)}" for name in NAMES)
    for place, rule in enumerate(app.url_map.iter_rules()):
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()) or not is_turn(place, value):
            continue
        path = rule.rule
        for part in _parts(rule.rule):
            name = part.strip("<>").rpartition(":")[2]
            path = path.replace(part, str(team.get(name, CAROL if name == "phone" else "1")))
        status = ask(admin, "GET", f"{path}?{query}")
        # What is no webhook of ours is asked for again: see views/webhooks.
        assert status < 500 or (status == 503 and rule.endpoint.startswith("webhooks.")), rule.rule


@pytest.mark.parametrize("value", IN_ADDRESSES, ids=lambda value: repr(value[:12]) + str(len(value)))
def test_what_does_not_exist_is_not_found(app: Flask, admin: Browser, value: str) -> None:
    token = admin.get("/batches").value("csrf_token")
    for place, rule in enumerate(app.url_map.iter_rules()):
        if rule.endpoint == "static" or "<" not in rule.rule or not is_turn(place, value):
            continue
        path = rule.rule
        for part in _parts(rule.rule):
            path = path.replace(part, quote(value, safe=""))
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            status = ask(admin, method, path, {"csrf_token": token} if method == "POST" else None)
            assert status < 500, f"{method} {rule.rule}: {status}"
            assert status in (404, 405) or "<int:" not in rule.rule, f"{method} {rule.rule}: {status}"


def _parts(rule: str) -> list[str]:
    return [part for part in rule.replace("/", " ").replace(".csv", " ").split() if part.startswith("<")]


def test_bytes_in_the_address_that_are_no_text_are_refused(admin: Browser) -> None:
    answer = admin.client.get("/batches", environ_overrides={"QUERY_STRING": "before=\xff"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "value", ["a\x00b", "a\ud800b", 10**400, HUGE, [], {"a\x00": "\ud800"}, None, True], ids=repr
)
@pytest.mark.parametrize("name", ["phone", "reason"])
def test_no_call_of_a_program_breaks(website: Program, name: str, value: object) -> None:
    assert website.call("POST", "/api/v1/opt-outs", json={"phone": CAROL, name: value}).status_code < 500


def test_what_people_type_is_kept_without_what_no_database_holds(
    admin: Browser, team: dict[str, int]
) -> None:
    typed = {"phone": "+1202\x005550144", "number": str(team["number_id"]), "text": "We\x00lcome"}
    admin.submit(admin.get("/inbox/new"), "/inbox/new", **typed)
    message = db.session.scalars(select(Message).where(Message.phone == "+12025550144")).one()
    assert message.text == "Welcome"


def test_a_file_is_taken_whatever_it_is_called(admin: Browser, team: dict[str, int]) -> None:
    page = admin.get("/batches/new")
    [form] = [one for one in page.root.all("form") if one.attrs.get("enctype") == "multipart/form-data"]
    for name in ("a\x00b.csv", "n" * 3000 + ".csv", "é" * 300 + ".csv"):
        typed = _present(form)
        typed["file"] = (BytesIO(b"phone\n+12025550111\n"), name)  # type: ignore[assignment]
        assert ask(admin, "POST", form.attrs["action"], typed) < 500, name
    assert all("\x00" not in one for one in db.session.scalars(select(Upload.filename)))
