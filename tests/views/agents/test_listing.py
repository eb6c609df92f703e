"""The list of agents, making one from a template, taking one out of use."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.views.agents.pages import agent_at, definition_at, make
from tests.views.client import Browser
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.batch import RepliesBy
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services.agents.editing.templates import BEGINNINGS, drafts


def test_an_empty_list_explains_what_an_agent_is(admin: Browser, staff: Browser) -> None:
    page = admin.get("/agents")
    assert "No agents yet" in page.words
    assert "An agent answers those who write back" in page.words
    assert [one for one in page.root.all("a") if one.attrs["href"] == "/agents/new"]
    page = staff.get("/agents")
    assert "An admin of your team can make one." in page.words
    assert not [one for one in page.root.all("a") if one.attrs["href"] == "/agents/new"]


def test_agents_stand_in_the_navigation(staff: Browser) -> None:
    nav = staff.get("/").root.all("nav")[0]
    assert "Agents" in nav.words()


def test_a_blank_agent_is_made_and_its_page_says_what_to_do(admin: Browser) -> None:
    path = make(admin, "Front desk")
    page = admin.get(path)
    assert "It answers no one yet." in page.words
    assert "Begin with the three questions" in page.words
    kinds = db.session.scalars(
        select(Event.kind).where(Event.kind.startswith("agent.")).order_by(Event.id)
    ).all()
    assert kinds == ["agent.created"]
    assert "made the agent “Front desk”" in admin.get("/audit").words


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": " ", "template": "blank"}, "Give the agent a name."),
        ({"name": "x" * 81}, "The name may have 80 characters."),
        ({"name": "desk"}, "Another agent has this name."),
        ({"name": "Other", "template": "magic"}, "Choose what the agent begins with."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_keeps_what_was_typed(
    admin: Browser, typed: dict[str, str], problem: str, htmx: bool
) -> None:
    make(admin, "Desk")
    page = admin.submit(admin.get("/agents/new"), "/agents/new", htmx=htmx, **typed)
    assert page.status == 422
    assert page.problems == [problem]
    assert page.value("name") == typed["name"]


def test_staff_read_and_admins_change(admin: Browser, staff: Browser) -> None:
    path = make(admin)
    for readable in ("/agents", path, f"{path}/versions", f"{path}/versions/1", f"{path}/try"):
        page = staff.get(readable)
        assert page.status == 200, readable
        actions = [form.attrs["action"] for form in page.root.all("form")]
        assert [one for one in actions if one.startswith("/agents") and not one.endswith("/try")] == []
        links = [one.attrs["href"] for one in page.root.all("a")]
        assert [one for one in links if "/edit/" in one or one.endswith("/new")] == []
    for forbidden in ("/agents/new", f"{path}/edit/who", f"{path}/answers/new"):
        assert staff.get(forbidden).status == 403, forbidden
    token = {"csrf_token": staff.token()}
    posts = ("archive", "edit/who", "answers/new", "answers/x/remove", "versions/1/put-back")
    for forbidden in ("/agents/new", *(f"{path}/{one}" for one in posts)):
        assert staff.post(forbidden, token).status == 403, forbidden
    assert agent_at(path).version == 1


def test_the_list_says_where_an_agent_is_used(admin: Browser, ada: User) -> None:
    agent = agent_at(make(admin, "Desk"))
    number = factories.number()
    factories.sms_of(number).agent_id = agent.id
    batch = factories.batch(["+12025550111"], number_id=number.id, created_by=ada.id)
    batch.name, batch.replies_by, batch.agent_id = "Spring", RepliesBy.AGENT, agent.id
    for phone, state in (("+12025550144", AgentState.ON), ("+12025550155", AgentState.HANDED_OFF)):
        thread = factories.thread(phone, number.id)
        thread.agent_id, thread.agent_state = agent.id, state
    words = admin.get("/agents").words
    assert "+1 202-555-0100" in words
    assert "Spring" in words
    assert "1 with it now" in words
    assert "1 handed off" in words
    assert "It answers no one yet" not in admin.get(f"/agents/{agent.id}").words


def test_an_archived_agent_stands_apart_and_cannot_be_changed(admin: Browser) -> None:
    path = make(admin, "Old desk")
    page = admin.submit(admin.get(path), f"{path}/archive")
    assert "1 archived agent" in page.words
    assert page.notices == [
        "Old desk is archived. It answers no more, and its conversations wait for your team."
    ]
    page = admin.get(path)
    assert "it answers no more, and cannot be changed" in page.words
    assert not [one for one in page.root.all("a") if "/edit/" in one.attrs["href"]]
    assert admin.get(f"{path}/edit/who").status == 409
    assert "archived the agent “Old desk”" in admin.get("/audit").words


def test_an_archived_agent_is_brought_back_by_an_admin(admin: Browser, staff: Browser) -> None:
    path = make(admin, "Old desk")
    admin.submit(admin.get(path), f"{path}/archive")
    assert "Bring it back" not in staff.get(path).words
    assert staff.post(f"{path}/bring-back", {"csrf_token": staff.token()}).status == 403
    page = admin.submit(admin.get(path), f"{path}/bring-back")
    assert page.notices[0] == "Old desk is back. It answers wherever a number or a batch names it."
    assert [one for one in page.root.all("a") if "/edit/" in one.attrs["href"]]
    assert "archived agent" not in admin.get("/agents").words
    assert "brought the agent “Old desk” back from the archive" in admin.get("/audit").words


def test_what_does_not_exist_is_not_found(admin: Browser) -> None:
    path = make(admin)
    for address in ("/agents/999", f"{path}/edit/magic", f"{path}/answers/none", f"{path}/versions/9"):
        assert admin.get(address).status == 404, address


def test_only_those_who_may_write_it_are_told_to(admin: Browser, staff: Browser) -> None:
    key = next(key for key in BEGINNINGS if drafts(BEGINNINGS[key].definition))
    page = admin.submit(admin.get("/agents/new"), "/agents/new", name="", template=key)
    assert "Only you can write these." in page.words
    words = staff.get(page.path).words
    assert "An admin of your team can write these." in words
    assert "Only you" not in words and "Paste what people ask" not in words


@pytest.mark.parametrize("key", [key for key in BEGINNINGS if key != "blank"])
def test_an_agent_made_from_a_template_answers_and_says_what_is_to_be_written(
    admin: Browser, key: str
) -> None:
    begins = BEGINNINGS[key]
    page = admin.submit(admin.get("/agents/new"), "/agents/new", name="", template=key)
    assert page.title == begins.name
    assert definition_at(page.path) == begins.definition
    for entry in begins.definition.playbook:
        assert entry.name in page.words
    draft = drafts(begins.definition)[0]
    link = next(one for one in page.root.all("a") if one.words() == draft.title)
    form = admin.get(link.attrs["href"])
    assert form.value("title") == draft.title
    assert draft.example in form.words
    for kind in ("answers", "tasks"):
        for one in begins.definition.playbook if kind == "answers" else begins.definition.tasks:
            at = f"{page.path}/{kind}/{one.key}"
            assert admin.submit(admin.get(at), at).notices[0] == "Nothing was changed.", at
    said = admin.submit(admin.get(f"{page.path}/try"), "/try", text=begins.definition.playbook[0].phrases[0])
    assert said.status == 200
    assert "Why" in said.words
