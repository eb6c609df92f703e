"""Something of everything, every page with its forms, and asking without looking at the answer's page."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from sqlalchemy import select

from tests import desks, factories, later_texts
from tests.conversations import CAROL, they_write
from tests.length import length
from tests.views import checks
from tests.views.client import Browser
from tests.views.html import Element
from webapp.agents.definition import TaskAction
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.invitation import Invitation
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.user import Role, User
from webapp.rules.workflow.document import Comparison, Conditions, Document, Operator, Trigger
from webapp.services.actions.notices import store as notices
from webapp.services.agents import language_models
from webapp.services.agents.editing.saving import ITEMS, PARTS
from webapp.services.agents.model_form import ModelForm
from webapp.services.contacts.segments import store as segments
from webapp.services.inbox import reply, saved_replies
from webapp.services.team import invitations
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing

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
SENDER = "Банк"
"""Who writes need not have a number, and its name may be in other letters."""
LEFT_OUT = (
    "log-out",
    "logout",
    "sign-out",
    "remove",
    "deactivate",
    "cancel",
    "/now",
    "revoke",
    "withdraw",
    "sample",
    "simulated",
    "archive",
)
"""Forms after which the others are gone."""


def is_turn(place: object, value: str, every: int) -> bool:
    """Is this value asked of the field or address in this place? In the short form one of `every` is.

    Which ones differs from one database to the other.
    """
    sign = f"{place}|{value!r}|{db.engine.dialect.name}"
    return crc32(sign.encode()) % length(every, 1) == 0


def populate(ada: User) -> dict[str, int]:
    """Something of everything."""
    draft = factories.batch([CAROL], state=BatchState.DRAFT, created_by=ada.id)
    common = {"number_id": draft.number_id, "created_by": ada.id}
    running = factories.batch([CAROL], **common)
    held = they_write("Please stop texting me, this is my work phone")
    greeting = they_write("Hello", "+12025550122")
    they_write("Your code is 1234", SENDER)
    content = CallContent("Hello {{first_name}}, this is Ada.")
    calls = factories.batch([CAROL], state=BatchState.DRAFT, channel=Channel.CALL, **common)
    calls.content = content
    factories.call(CAROL, draft.number_id, "answered")
    out = factories.add(OptOut(phone="+12025550133", source=OptOutSource.STAFF, evidence="by letter"))
    desk = desks.agent(ada, tasks=(desks.replace(desks.VISIT, actions=ACTIONS),))
    typed = ModelForm("Llama", "ollama", "http://127.0.0.1:9/v1", "llama3.1:8b", "sk-canary")
    model = language_models.add(typed, ada)
    invitations.invite(ada, Role.STAFF, "Bob")
    factories.user("Bob", Role.STAFF)
    db.session.commit()
    flow = publishing.from_template("review", ada, draft.number_id)
    keen = segments.create("Keen", ada)
    rome = Conditions(comparisons=(Comparison("contact.city", Operator.IS, "Rome"),))
    romans = segments.create("Romans", ada, rome)
    called = store.create("Called", ada, Document(Trigger("webhook", {})))
    form = store.create("Form", ada, Document(Trigger("form", {})))
    notices.add("Look at this", Source(SourceKind.PERSON, ada.name, ada.id))
    saved = saved_replies.add(saved_replies.Typed("Hours", "Hi {{contact.first_name|there}}", ""), ada)
    later = later_texts.later(reply.get(greeting.thread_id), ada.id)
    db.session.commit()
    invitation = db.session.scalars(select(Invitation.id)).one()
    return {
        "batch_id": draft.id, "running": running.id, "thread_id": held.thread_id, "opt_out_id": out.id,
        "invitation_id": invitation, "number_id": int(draft.number_id or 0), "row_no": 2,
        "calls": calls.id, "agent_id": desk.id, "model_id": model.id, "workflow_id": flow.id,
        "segment_id": romans.id, "keen": keen.id, "called": called.id, "form": form.id,
        "greeted": greeting.thread_id, "later": later.id, "saved": saved.id,
    }  # fmt: skip


def pages(team: dict[str, int]) -> list[str]:
    draft, running = f"/batches/{team['batch_id']}", f"/batches/{team['running']}"
    agent = f"/agents/{team['agent_id']}"
    parts = (f"{agent}/edit/{part}" for part in PARTS)
    items = (f"{agent}/{kind}/new" for kind in ITEMS)
    flow, calls = f"/workflows/{team['workflow_id']}", f"/batches/{team['calls']}"
    return [
        f"{calls}/recipients", f"{calls}/message", f"{calls}/call", f"{calls}/check", f"{calls}/when",
        f"/contacts/phone/{SENDER}",
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
        f"{agent}/replay/{team['thread_id']}", "/secrets", "/settings/sentences",
        "/settings/sentences/en/whisper", f"{agent}/records", "/workflows", "/workflows/new",
        flow, f"{flow}/edit", *(f"{flow}/edit/{place}" for place in ("trigger", "conditions", "box", "name")),
        f"{flow}/edit/s2", f"{flow}/edit/s5", f"{flow}/add", f"{flow}/try", f"{flow}/runs", f"{flow}/refused",
        f"{flow}/versions", f"{flow}/compare", f"{flow}/entries", *newest(team),
    ]  # fmt: skip


def newest(team: dict[str, int]) -> list[str]:
    """Of segments, triggers that others start, notices, signing in, calls, and the composer."""
    keen, romans = f"/segments/{team['keen']}", f"/segments/{team['segment_id']}"
    greeted, saved = f"/inbox/{team['greeted']}", "/saved-replies"
    triggers = (f"/workflows/{team[one]}/edit/trigger" for one in ("called", "form"))
    return [
        "/segments", "/segments/new", "/segments/new?kind=filter", keen, romans, f"{romans}/edit", *triggers,
        "/notices", "/settings/notices", "/settings/vonage", "/account", "/account/second-factor",
        "/inbox/call", "/contacts/import",
        f"/workflows/{team['called']}/edit", f"/numbers/{team['number_id']}", "/contacts?q=a",
        greeted, f"{greeted}/later/{team['later']}", f"{greeted}/saved-replies", saved, f"{saved}/new",
        f"{saved}/{team['saved']}", "/inbox?select=1",
    ]  # fmt: skip


def fields(form: Element) -> Iterator[str]:
    """The names of what can be typed or chosen in a form."""
    for element in form.all(*checks.FIELDS):
        if element.attrs.get("name") and element.attrs.get("type") not in ("file", "submit"):
            yield element.attrs["name"]


def ask(browser: Browser, method: str, path: str, data: Any = None, **headers: str) -> int:
    """The status of an answer, whatever page it is."""
    db.session.commit()
    asking = contextvars.Context().run
    words = {"method": method, "data": data, "base_url": "http://localhost", "buffered": True}
    answer = asking(browser.client.open, path, headers=headers, **words)
    return int(answer.status_code)


def parts(rule: str) -> list[str]:
    """Its places, as in `<int:batch_id>`."""
    return [part for part in rule.replace("/", " ").replace(".csv", " ").split() if part.startswith("<")]
