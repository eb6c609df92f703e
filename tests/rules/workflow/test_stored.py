"""A document comes back as it was stored; a broken file is refused with one plain sentence."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.rules.workflow.samples import nested
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Again, Conditions, Document, Group, WhoAndWhen, Window
from webapp.rules.workflow.stored import Unreadable
from webapp.rules.workflow.templates.registry import TEMPLATES

WINDOW = Window(None, (1, 2), None, "UTC")
BOX = WhoAndWhen(
    3, Again.EVERY, False, "Booked", "visit", "done", "appointment", WINDOW, 7, 9, "They signed."
)


@pytest.mark.parametrize("document", [Document(), nested(), *(one.document for one in TEMPLATES.values())])
def test_it_comes_back_as_it_was(document: Document) -> None:
    assert stored.from_json(json.loads(json.dumps(stored.to_json(document)))) == document


def test_who_and_when_comes_back_too() -> None:
    whole = Document(conditions=Conditions(groups=(Group(),)), box=BOX)
    assert stored.from_json(json.loads(json.dumps(stored.to_json(whole)))) == whole


def changed(**values: Any) -> Any:
    return {**stored.to_json(nested()), **values}


def deep(levels: int) -> list[Any]:
    inner: list[Any] = []
    for level in range(levels):
        inner = [{"id": f"s{level + 1}", "kind": "branch", "branches": [{"key": "else", "steps": inner}]}]
    return inner


STEP = {"id": "s1", "kind": "note"}


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (None, "The workflow: this is no object in braces."),
        ([], "The workflow: this is no object in braces."),
        (changed(steps={}), "The steps: this is no list."),
        (changed(steps=[1]), "Step 1: this is no object in braces."),
        (changed(steps=[{"id": "x1", "kind": "note"}]), "they are called s1, s2 and so on."),
        (changed(steps=[{"id": "s1"}]), "Step 1: a text is missing."),
        (changed(steps=[{**STEP, "settings": {"text": 3}}]), "Step 1: a text is missing."),
        (
            changed(steps=[{**STEP, "settings": {"text": "x" * 6000}}]),
            "Step 1: a text may have 5,000 characters.",
        ),
        (changed(steps=[STEP, STEP]), "The steps: “s1” stands for two steps."),
        (changed(next_id=6), "The number of the next step: “s6” is taken already."),
        (
            changed(steps=[{**STEP, "branches": [{"key": "a"}, {"key": "a"}]}]),
            "Step 1: two of its branches have the same key.",
        ),
        (changed(steps=deep(7), next_id=9), "branches may be nested 5 deep."),
        (changed(conditions={"join": "some"}), "The conditions: “some” is none of all, any."),
        (changed(conditions={"comparisons": [{"operator": "is"}]}), "The conditions: a text is missing."),
        (changed(box={"a_day": 0}), "Who and when: this is a whole number from 1 to 100."),
        (changed(box={"a_day": True}), "Who and when: this is a whole number from 1 to 100."),
        (
            changed(box={"stop_on_reply": "yes"}),
            "Who and when: whether a reply stops it is neither true nor false.",
        ),
        (changed(box={"window": {"weekdays": [600, 500]}}), "Who and when: hours end before they begin."),
        (
            changed(box={"window": {"weekdays": [600]}}),
            "Who and when: there may be 2 of these, and there are 1.",
        ),
        (changed(trigger={"kind": ""}), "The trigger: a text is missing."),
    ],
)
def test_a_broken_file_is_refused(broken: Any, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        stored.from_json(copy.deepcopy(broken))
    assert refused.value.sentence.endswith(sentence)
