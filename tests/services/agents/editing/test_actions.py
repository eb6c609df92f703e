"""The actions of a task, as their rows of the form have them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.services.agents.editing.forms import item_faults, sent, written
from webapp.agents.definition import Field, FieldKind, Task, TaskAction
from webapp.agents.stored import Definition
from webapp.services.actions.registry import ACTIONS
from webapp.services.agents.editing import actions
from webapp.services.agents.editing.tasks import KIND

TEXT = TaskAction("send_sms", {"text": "See you on {{day}}.", "segments": "2"})
LABEL = TaskAction("add_label", {"label": "moved", "suggested": "yes"})
OUT = TaskAction("opt_out")
ASK = {
    "method": "POST",
    "url": "https://booking.example.com/visits",
    "headers": "Authorization: Bearer {{secret.booking}}\nX-From: outbound",
    "body": "day: {{day}}",
    "encoding": "JSON",
    "keep": "booking = data.id",
    "seconds": "5",
}
VISIT = Task("visit", "Visit", fields=(Field("day", "Day", FieldKind.DATE, keep_as="visit day"),))
DESK = Definition(tasks=(replace(VISIT, actions=(TEXT, LABEL, OUT)),))


@pytest.fixture(autouse=True)
def database(app: Flask) -> None:
    """Placeholders are looked for among the attributes of contacts."""


def kinds(rows: list[dict[str, str]]) -> list[str]:
    return [row["kind"] for row in rows]


def again(**pressed: str) -> list[dict[str, str]]:
    return KIND.again(sent(KIND.shape, KIND.show(DESK, "visit"), **pressed), KIND.shape)["action"]


def test_what_is_shown_is_what_is_saved() -> None:
    assert written(KIND, DESK, "visit") == DESK.tasks
    encoding = ACTIONS["http_request"].fields[3].kind.choices[0]
    asking = Definition(
        tasks=(replace(VISIT, actions=(TaskAction("http_request", ASK | {"encoding": encoding}),)),)
    )
    assert written(KIND, asking, "visit") == asking.tasks


def test_an_action_is_added_with_its_defaults() -> None:
    rows = again(more="action", new_action="send_sms")
    assert kinds(rows) == ["send_sms", "add_label", "opt_out", "send_sms"]
    assert (rows[3]["n"], rows[3]["segments"], rows[3]["text"]) == ("3", "1", "")


def test_an_action_that_does_not_exist_is_not_added() -> None:
    assert len(again(more="action", new_action="magic")) == 3


def test_an_action_is_removed_and_moved_up_with_what_was_typed() -> None:
    assert kinds(again(drop="action-0")) == ["add_label", "opt_out"]
    rows = again(up="action-1", **{"action__1__label": "late"})
    assert kinds(rows) == ["add_label", "send_sms", "opt_out"]
    assert [row["n"] for row in rows] == ["0", "1", "2"]
    assert rows[0]["label"] == "late"
    assert kinds(again(up="action-0")) == ["send_sms", "add_label", "opt_out"]


def test_at_most_ten_are_added_or_saved() -> None:
    many = {f"action__{n}__kind": "opt_out" for n in range(3, 12)}
    assert len(again(more="action", new_action="note", **many)) == 12
    assert item_faults(KIND, DESK, "visit", **many) == {"action": "A task can have up to 10 actions."}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"action__0__text": " "}, "action-0-text", "This must not be empty."),
        ({"action__0__segments": ""}, "action-0-segments", "This is a whole number from 1 to"),
        ({"action__1__label": ""}, "action-1-label", "Write the label."),
        ({"action__3__kind": "set_attribute", "action__3__name": "{}", "action__3__value": "x"},
         "action-3-name", "The name of an attribute has letters or digits"),
        ({"action__3__kind": "assign", "action__3__member": "x"},
         "action-3-member", "No one of your team has"),
        ({"action__3__kind": "http_request", "action__3__url": "http://127.0.0.1/x",
          "action__3__seconds": "10"}, "action-3-url", "127.0.0.1"),
        ({"action__3__kind": "note", "action__3__text": "Look: {{flavor}}"},
         "action", "Action 4: nothing fills {{flavor}}."),
        ({"action__3__kind": "magic"}, "action", "There is no action “magic” in this version of Outbound."),
        ({"field__0__keep_as": "{x}"}, "field-0-keep_as", "The name of an attribute has letters or digits"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(changes: dict[str, str], field: str, sentence: str) -> None:
    found = item_faults(KIND, DESK, "visit", **changes)
    assert list(found) == [field]
    assert sentence in found[field]


def test_a_placeholder_that_may_be_empty_needs_a_fallback() -> None:
    [sentence] = item_faults(KIND, DESK, "visit", field__0__required="").values()
    assert "{{day}} may be left out by contacts. Write a fallback: {{day|none}}." in sentence


def test_every_field_of_every_action_has_its_place_in_the_form() -> None:
    declared = {field.key for action in ACTIONS.values() for field in action.fields}
    assert declared <= set(actions.NAMES)
