"""Bad input of tasks: one plain sentence each, that names the task."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import desks, factories
from tests.conversations import CAROL
from webapp.agents.definition import Field, Task, TaskAction
from webapp.agents.templates.registry import TEMPLATES
from webapp.db import db
from webapp.errors import Fault, Faults
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.services.agents import task_checking
from webapp.services.contacts import attributes

DAY, NOTE = Field("day", "Day", keep_as="visit"), Field("note", "Note", required=False)
URL = "https://booking.example.com/api"


def task(*actions: TaskAction, fields: tuple[Field, ...] = (DAY, NOTE)) -> Task:
    return Task("book", "Book a visit", fields=fields, actions=actions)


def ask(**settings: str) -> TaskAction:
    return TaskAction("http_request", {"url": URL, **settings})


BAD: list[tuple[Task, str]] = [
    (task(TaskAction("fly")), "Action 1: There is no action “fly”"),
    (task(TaskAction("add_label")), "Action 1: Write the label."),
    (task(TaskAction("note", {"text": "{{doctor}}"})), "Action 1: nothing fills {{doctor}}."),
    (task(TaskAction("note", {"text": "{{note}}"})), "{{note}} may be left out by contacts."),
    (task(TaskAction("note", {"text": "{{day"})), "without a “}}”"),
    (task(ask(body="{{booking}}: x")), "nothing fills"),
    (task(ask(headers="X-Shop: a\rb")), "has a line break"),
    (task(ask(headers="Host: evil")), "is set by Outbound"),
    (task(ask(url="ftp://x")), "not an address of the web"),
    (task(ask(url="http://127.0.0.1/x")), "127.0.0.1 is an address in a private network"),
    (task(ask(url="http://[::1]:8080/")), "::1 is an address in a private network"),
    (task(ask(url="https://localhost./x")), "localhost is an address in a private network"),
    (task(*[TaskAction("opt_out")] * 10), "up to 10 actions, with those that keep"),
    (task(*[TaskAction("opt_out")] * 11), "up to 10 actions"),
    (task(fields=(Field("a", "A", keep_as="{x}"),)), "“A” cannot be kept as “{x}”"),
    (task(fields=(Field("a", "A", keep_as="x"), Field("b", "B", keep_as="X"))), "Two fields are kept as"),
    (task(fields=(Field("a b", "A"), Field("AB", "B"))), "Two fields have the key"),
    (task(fields=(Field("a|b", "A"),)), "The key of the field “A”"),
]
GOOD = [
    task(TaskAction("note", {"text": "{{day}} {{note|none}} {{name}} {{contact.first_name}}"})),
    task(ask(keep="booking = id"), TaskAction("note", {"text": "{{booking}}"})),
    task(ask(headers="Authorization: Bearer {{secret.booking}}", url=URL + "/{{day}}")),
]


@pytest.mark.parametrize(("wrong", "words"), BAD, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_wrong_is_said_with_the_task(app: Flask, wrong: Task, words: str) -> None:
    ada = factories.user()
    with pytest.raises(Faults) as told:
        desks.agent(ada, tasks=(desks.VISIT, wrong))
    sentence = told.value.by_field["tasks"]
    assert sentence.startswith("“Book a visit”: ")
    assert words in sentence


@pytest.mark.parametrize("good", GOOD)
def test_what_is_filled_is_no_fault(app: Flask, good: Task) -> None:
    assert task_checking.faults(good) == []


def test_attributes_and_columns_that_contacts_have_fill_placeholders(app: Flask) -> None:
    contact: Contact = factories.add(Contact(phone=CAROL, name="Carol"))
    wants = task(TaskAction("note", {"text": "{{contact.City}} {{Doctor}}"}))
    assert len(task_checking.faults(wants)) == 2
    attributes.put(contact, "city", "Rome", Source(SourceKind.LIST, "a"))
    factories.batch([], columns=["phone_number", "doctor"])
    db.session.flush()
    assert task_checking.faults(wants) == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_the_templates_are_right_and_have_actions(app: Flask, template: Any) -> None:
    for one in template.agent.tasks:
        assert one.actions
        assert task_checking.faults(one) == []


def test_only_the_first_few_are_said(app: Flask) -> None:
    many = task(*[TaskAction("note", {"text": "{{x}}"})] * 9)
    with pytest.raises(Fault) as told:
        task_checking.check(desks.replace(desks.DESK, tasks=(many,)))
    assert str(told.value).count("nothing fills") == task_checking.MOST_SENTENCES
