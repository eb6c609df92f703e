"""The first branch whose conditions hold; `else` where none does; and then what comes behind."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import Branch, act, ada, contact, flow, live, run, step, steps
from webapp.rules.workflow.document import Comparison, Conditions, Operator
from webapp.services.workflows import by_hand


def older(age: str) -> Conditions:
    return Conditions(comparisons=(Comparison("contact.age", Operator.AT_LEAST, age),))


DECIDES = step(
    1, "branch",
    Branch("else", steps=(step(4, "note", text="Young"),)),
    Branch("b1", "Old", older("60"), (step(2, "note", text="Old"),)),
    Branch("b2", "Grown", older("18"), (step(3, "branch", Branch("b1", "Sixty", older("60"))),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("age", "done"),
    [("70", "s1 s2 s9"), ("30", "s1 s3 s9"), ("5", "s1 s4 s9"), ("", "s1 s4 s9"), ("old", "s1 s4 s9")],
)
def test_which_way(app: Flask, age: str, done: str) -> None:
    workflow = live(flow("hand", DECIDES, step(9, "note", text="Behind")))
    by_hand.start(workflow.id, [contact(age=age).id], ada(), "key")
    act()
    assert " ".join(step for step, _ in steps()) == done
    assert run().steps[0].input == {"contact.age": age}, "why it went this way"
