"""No stranger has us text a link to someone else: what is entered into a form does not carry it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import act, contact, errors, flow, live, sms, step, texts
from tests.services.workflows.test_form_entries import FIELDS, TYPED, send
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow.document import Step
from webapp.services.contacts import attributes
from webapp.services.workflows import form_links

OURS = "Hi {{contact.first_name|there}}: {{trigger.name}}. Book at https://shop.example/{{trigger.rooms}}"


@pytest.mark.parametrize("name", ["Visit http://evil.example/x", "evil.com", "Evil.Com", "www.evil.example"])
def test_a_link_in_a_form_is_texted_to_no_one(app: Flask, name: str) -> None:
    workflow = live(flow("form", sms(1, OURS), title="A quote", fields=FIELDS))
    assert send(workflow, {**TYPED, "name": name})
    act()
    assert texts(CAROL) == []
    (error,) = errors()
    assert "what was entered has a link in it" in error
    assert contact(name="").phone == CAROL


def test_our_own_links_and_names_with_dots_are_sent(app: Flask) -> None:
    workflow = live(flow("form", sms(1, OURS), title="A quote", fields=FIELDS))
    assert send(workflow, {**TYPED, "name": "J.Smith"})
    act()
    assert texts(CAROL) == ["Hi J.Smith: J.Smith. Book at https://shop.example/3"]


NOTE = "Phone (phone) *\nNote (text)"


def other(way: str) -> Step:
    """A workflow that texts the note, and the step of a form's that has it do so."""
    if way == "start":
        started = live(flow("event", sms(1, "You wrote {{trigger.note}}"), event="asked"), "Other")
        return step(1, "start_workflow", workflow=str(started.id))
    if way == "attribute":
        live(flow("attribute", sms(1, "You wrote: {{contact.note}}!"), attribute="note"), "Other")
        return step(1, "end")
    live(flow("attribute", sms(1, "You wrote {{contact.memo}}"), attribute="memo"), "Other")
    return step(1, "set_attribute", name="memo", value="{{trigger.note}}")


@pytest.mark.parametrize("way", ["start", "attribute", "copied"])
def test_nor_by_another_workflow(app: Flask, way: str) -> None:
    workflow = live(flow("form", other(way), title="A quote", fields=NOTE))
    assert send(workflow, {"phone": CAROL, "note": "See Evil.example/x"})
    act()
    assert texts(CAROL) == []
    assert any("what was entered has a link in it (Evil.example/x" in one for one in errors())


def test_links_that_staff_or_a_program_have_set_are_sent(app: Flask) -> None:
    live(flow("attribute", sms(1, "It is at {{contact.parcel}}"), attribute="parcel"))
    send(
        live(flow("form", step(1, "end"), title="A quote", fields=NOTE), "Form"),
        {"phone": CAROL, "note": "Hi"},
    )
    attributes.put(contact(name=""), "parcel", "https://post.example/1", Source(SourceKind.API, "shop"))
    act()
    assert texts(CAROL) == ["It is at https://post.example/1"]


def test_which_are_links() -> None:
    assert form_links.find("See a.example/x and b.com") == "a.example/x"
    assert form_links.find("https://shop.example/9 today", ["at https://shop.example/"]) == ""
    assert form_links.find("https://shop.example.evil.com", ["https://shop.example"]) != ""
    assert form_links.find("shop.example/9", ["shop.example/"]) == ""
    assert form_links.find("Dr.Smith, J.Lopez") == ""
