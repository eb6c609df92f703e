"""The whole in one sentence."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.workflow.samples import flat, step
from webapp.rules.workflow import sentence
from webapp.rules.workflow.document import Again, Comparison, Conditions, Document, Operator, WhoAndWhen


def test_what_it_does() -> None:
    called = flat(
        step(1, "send_sms", text="Sorry we missed you."), step(2, "wait", amount="1", unit="hours"),
        trigger="call_ended", direction="in", outcomes="no_answer",
    )  # fmt: skip
    does = "send “Sorry we missed you.”; then wait 1 hour"
    stops = "It stops when they reply."
    assert sentence.of(called) == f"When they call and no one answers, {does}. {stops}"


def test_conditions_stand_in_it_and_how_often() -> None:
    only = Conditions(comparisons=(Comparison("contact.city", Operator.IS, "Boston"),))
    labeled = replace(flat(step(1, "end")), conditions=only, box=WhoAndWhen(again=Again.ONCE))
    assert (
        sentence.of(labeled)
        == "When they send a text, and their city is “Boston”, end. Once for each contact."
    )


def test_of_many_steps_the_first_are_named() -> None:
    long = sentence.of(flat(*(step(number, "end") for number in range(1, 8))))
    assert long == "When they send a text, end; then end; then end; then end; then 3 more steps."


def test_what_is_not_there_yet() -> None:
    assert sentence.of(Document()) == "This workflow has no trigger yet."
    assert sentence.of(flat()) == "When they send a text, nothing is done yet."
