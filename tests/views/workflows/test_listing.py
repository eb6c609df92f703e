"""The list of workflows, and making one: from nothing, from a template, from a file."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests import factories
from tests.services.workflows import stage
from tests.views.client import Browser, Page
from tests.views.inbox.queries import counted
from tests.views.workflows.pages import document_at, make, workflow_at
from webapp.db import db
from webapp.models.workflow import WorkflowState
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.services import settings
from webapp.services.workflows.editing import files, references


def test_an_empty_list_explains_what_a_workflow_is(admin: Browser, staff: Browser) -> None:
    page = admin.get("/workflows")
    assert "No workflows yet" in page.words
    assert [one for one in page.root.all("a") if one.attrs["href"] == "/workflows/new"]
    page = staff.get("/workflows")
    assert "An admin of your team can make one." in page.words
    assert not [one for one in page.root.all("a") if one.attrs["href"] == "/workflows/new"]
    assert "Workflows" in page.root.all("nav")[0].words()


def test_one_from_nothing_says_what_is_missing(admin: Browser) -> None:
    path = make(admin, "Reminder")
    words = admin.get(f"{path}/edit").words
    assert "This workflow has no trigger yet." in words
    assert "Choose what starts it." in words
    assert "Add the first step." in words
    listed = admin.get("/workflows").words
    assert "Reminder" in listed and "Draft" in listed and "never" in listed


def test_one_from_nothing_keeps_its_number_and_needs_no_name(admin: Browser) -> None:
    number = factories.number()
    for name in ("New workflow", "New workflow 2"):
        page = admin.get("/workflows/new")
        assert page.value("number") == str(number.id)
        page = admin.submit(page, "/workflows/new", template="", name=" ")
        assert page.title.startswith(name)
        assert document_at(page.path.removesuffix("/edit")).box.number_id == number.id


@pytest.mark.parametrize("key", list(TEMPLATES))
def test_each_template_is_shown_with_its_steps_and_made(admin: Browser, key: str) -> None:
    number = factories.number()
    template, page = TEMPLATES[key], admin.get("/workflows/new")
    assert template.name in page.words and template.lead in page.words and template.needs in page.words
    page = admin.submit(page, "/workflows/new", template=key, number=str(number.id), name="")
    assert page.title.startswith(template.name)
    path = page.path.removesuffix("/edit")
    made = document_at(path)
    assert (made.steps, made.trigger, made.box.number_id) == (
        template.document.steps,
        template.document.trigger,
        number.id,
    )
    for place in ("trigger", "conditions", "box"):
        form = admin.get(f"{path}/edit/{place}")
        assert admin.submit(form, f"/edit/{place}").status == 200, place
    assert document_at(path).box == made.box
    assert "made the workflow" in admin.get("/audit").words


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": "x" * 81}, "The name may have 80 characters."),
        ({"name": "follow-up"}, "Another workflow has this name."),
        ({"name": "", "template": "magic"}, "There is no such template."),
    ],
)
def test_a_fault_keeps_what_was_typed(admin: Browser, typed: dict[str, str], problem: str) -> None:
    make(admin)
    page = admin.submit(admin.get("/workflows/new"), "/workflows/new", **typed)
    assert page.status in (404, 422)
    assert problem in page.words


def test_only_those_who_may_make_them_do(admin: Browser, staff: Browser) -> None:
    path = make(admin)
    token = {"csrf_token": staff.token()}
    for readable in ("/workflows", path, f"{path}/versions"):
        page = staff.get(readable)
        assert page.status == 200, readable
        assert not [one for one in page.root.all("a") if one.attrs["href"].endswith(("/edit", "/new"))]
        assert not [one for one in page.root.all("form") if one.attrs["action"].startswith("/workflows")]
    for forbidden in ("/workflows/new", f"{path}/edit", f"{path}/edit/trigger", f"{path}/add"):
        assert staff.get(forbidden).status == 403, forbidden
    acts = ("publish", "pause", "resume", "archive", "bring-back", "duplicate", "add", "edit/trigger",
            "steps/s1/move", "steps/s1/remove", "versions/1/edit")  # fmt: skip
    for forbidden in ("/workflows/new", "/workflows/import", *(f"{path}/{act}" for act in acts)):
        assert staff.post(forbidden, token).status == 403, forbidden


def test_staff_make_them_where_the_team_lets_them(staff: Browser, admin: Browser) -> None:
    settings.put("staff_workflows", True)
    assert workflow_at(make(staff)).state == WorkflowState.DRAFT


def send_file(admin: Browser, body: bytes) -> Page:
    form = {"csrf_token": admin.get("/workflows/new").value("csrf_token"), "file": (BytesIO(body), "w.json")}
    return admin.post("/workflows/import", form, content_type="multipart/form-data")


def test_one_that_was_exported_is_imported(admin: Browser) -> None:
    path = make(admin, "", "reminder")
    body = admin.client.get(f"{path}/workflow.json").data
    page = send_file(admin, body)
    assert page.title.startswith("Reminder with confirmation 2")
    assert document_at(page.path.removesuffix("/edit")).steps == document_at(path).steps


def test_a_number_that_is_not_here_stays_to_be_chosen(admin: Browser) -> None:
    whole = {"trigger": {"kind": "hand"}, "steps": [{"id": "s1", "kind": "note", "settings": {"text": "Hi"}}]}
    document = {**whole, "box": {"number_id": 7}, "next_id": 2}
    names = {"number": {"7": "+33611223344"}}
    file = json.dumps({"outbound_workflow": 1, "name": "Theirs", "document": document, "names": names})
    path = files.imported(file, stage.ada()).id
    db.session.commit()
    at = f"/workflows/{path}/edit/box"
    page = admin.get(at)
    assert page.value("number") == str(references.NOT_HERE) and "A number that is not here" in page.words
    page = admin.submit(page, at)
    assert "The number that was chosen is not there any more." in page.words, "and it is still missing"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "It is not JSON"),
        (b"\xff", "It is not JSON"),
        (b"[" * 200_000, "It is not JSON"),
        (b"{}", "This is no file of a workflow."),
        (json.dumps({"outbound_workflow": 1, "document": 1}).encode(), "This file cannot be read."),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(admin: Browser, body: bytes, problem: str) -> None:
    page = send_file(admin, body)
    assert page.status == 422
    assert problem in page.problems[0]


def test_the_list_costs_the_same_however_many_there_are(admin: Browser) -> None:
    def another(number: int) -> None:
        text = stage.step(1, "send_sms", text=f"Text {number}")
        stage.live(stage.flow("message", text, number=str(stage.ours().id)), f"Workflow {number}")

    another(1)
    one = counted(admin, "/workflows")
    for number in range(2, 6):
        another(number)
    assert counted(admin, "/workflows") == one
    assert "Workflow 5" in admin.get("/workflows").words
