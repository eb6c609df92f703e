"""No stranger has us text a link to someone else: what is entered into a form does not carry it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import act, contact, errors, flow, live, sms, texts
from tests.services.workflows.test_form_entries import FIELDS, TYPED, send
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


def test_which_are_links() -> None:
    assert form_links.find("See a.example/x and b.com") == "a.example/x"
    assert form_links.find("https://shop.example/9 today", ["at https://shop.example/"]) == ""
    assert form_links.find("https://shop.example.evil.com", ["https://shop.example"]) != ""
    assert form_links.find("shop.example/9", ["shop.example/"]) == ""
    assert form_links.find("Dr.Smith, J.Lopez") == ""
