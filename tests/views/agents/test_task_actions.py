"""The actions in the form of a task: added, moved and removed by its buttons, with HTMX and without."""

from __future__ import annotations

import pytest

from tests.views.agents.pages import VISIT, change, definition_at, make
from tests.views.client import Browser, Page
from webapp.agents.definition import TaskAction
from webapp.services.actions.registry import ACTIONS, MOST


def add_action(admin: Browser, page: Page, kind: str, *, htmx: bool = False, **typed: object) -> Page:
    return admin.submit(page, "/tasks/new", htmx=htmx, more="action", new_action=kind, **typed)


def offered(page: Page) -> list[str]:
    """The placeholders that can be put into actions."""
    [group] = [one for one in page.root.all("div") if one.attrs.get("data-into") == "f-action"]
    return [one.attrs["data-insert"] for one in group.all("button")]


def groups(page: Page) -> list[str]:
    """The actions that the form shows."""
    rows = [one for one in page.root.all("div") if "repeated" in one.attrs.get("class", "").split()]
    return [one.all("h3")[0].words() for one in rows if one.all("h3")]


@pytest.mark.parametrize("htmx", [False, True])
def test_a_task_is_given_actions_one_by_one(admin: Browser, htmx: bool) -> None:
    path = make(admin)
    page = add_action(admin, admin.get(f"{path}/tasks/new"), "send_sms", htmx=htmx, **VISIT)
    assert (page.status, groups(page)) == (200, ["1. Send a text"])
    assert (page.value("name"), page.value("action-0-segments")) == ("New appointment", "1")
    page = add_action(admin, page, "opt_out", htmx=htmx, **{"action-0-text": "See you on {{new_date}}."})
    page = add_action(admin, page, "add_label", htmx=htmx)
    page = admin.submit(page, "/tasks/new", htmx=htmx, up="action-2", **{"action-2-label": "moved"})
    assert groups(page) == ["1. Send a text", "2. Add a label", "3. Opt out"]
    page = admin.submit(page, "/tasks/new", htmx=htmx, drop="action-2")
    page = admin.submit(page, "/tasks/new", **{"field-0-keep_as": "visit date"})
    assert page.notices[0] == "The task is saved."
    [task] = definition_at(path).tasks
    assert task.actions == (
        TaskAction("send_sms", {"text": "See you on {{new_date}}.", "segments": "1"}),
        TaskAction("add_label", {"label": "moved"}),
    )
    assert task.fields[0].keep_as == "visit date"
    assert "Then: Send a text, Add a label." in page.words
    assert "Kept as attributes: visit date." in page.words


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_stays(admin: Browser) -> None:
    path = make(admin)
    page = add_action(admin, admin.get(f"{path}/tasks/new"), "note", **VISIT)
    page = admin.submit(page, "/tasks/new", **{"action-0-text": "{{"})
    assert page.status == 422
    assert page.value("action-0-text") == "{{"
    assert [link.attrs["href"] for link in page.root.all("a") if "#f-action-0-text" in link.attrs["href"]]
    page = admin.submit(page, "/tasks/new", **{"action-0-text": "For {{flavor}}"})
    assert "Action 1: nothing fills {{flavor}}." in page.problems[0]
    assert definition_at(path).tasks == ()


def test_every_action_has_a_form(admin: Browser) -> None:
    page = admin.get(f"{make(admin)}/tasks/new")
    for kind in ACTIONS:
        page = add_action(admin, page, kind)
    assert groups(page) == [f"{n}. {action.word}" for n, action in enumerate(ACTIONS.values(), start=1)]
    assert len(ACTIONS) == MOST
    assert f"A task can have up to {MOST} actions." in page.words
    assert not [one for one in page.root.all("select") if one.attrs["name"] == "new_action"]


def test_placeholders_are_put_into_the_field_that_was_used_last(admin: Browser) -> None:
    path = make(admin)
    page = add_action(admin, admin.get(f"{path}/tasks/new"), "note", **VISIT)
    assert offered(page) == ["{{new_date}}", "{{first_name}}", "{{name}}", "{{phone}}"]
    admin.submit(page, "/tasks/new", **{"action-0-text": "New date: {{new_date}}"})
    assert offered(admin.get(f"{path}/tasks/new_appointment")) == offered(page)


def test_an_action_of_a_newer_version_is_told_and_can_be_removed(admin: Browser) -> None:
    path = make(admin)
    page = add_action(admin, admin.get(f"{path}/tasks/new"), "note", **VISIT)
    page = admin.submit(page, "/tasks/new", **{"action-0-kind": "telepathy"})
    assert page.problems == ["There is no action “telepathy” in this version of Outbound."]
    page = admin.submit(page, "/tasks/new", drop="action-0")
    assert admin.submit(page, "/tasks/new").notices[0] == "The task is saved."


def test_a_label_says_whether_a_person_confirms_it(admin: Browser) -> None:
    path = make(admin)
    change(admin, path, "goal", **{"label-0-name": "moved", "label-0-phrases": "another day"})
    assert definition_at(path).labels[0].confirm
    page = change(admin, path, "goal", **{"label-0-confirm": []})
    assert not definition_at(path).labels[0].confirm
    assert "set at once" in page.words
