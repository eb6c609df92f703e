"""What is missing, each with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.workflow.samples import flat, nested, step
from webapp.rules.workflow import checklist
from webapp.rules.workflow.document import (
    Branch,
    Comparison,
    Conditions,
    Document,
    Operator,
    Trigger,
    WhoAndWhen,
)

SMS = step(1, "send_sms", text="Hi")
OF_ME = WhoAndWhen(number_id=1)


def test_nothing_is_missing() -> None:
    assert checklist.of(nested()) == []


@pytest.mark.parametrize(
    ("document", "place", "sentence"),
    [
        (Document(steps=(SMS,)), "trigger", "Choose what starts it."),
        (
            flat(SMS, trigger="moonrise"),
            "trigger",
            "There is no trigger “moonrise” in this version of Outbound.",
        ),
        (flat(), "steps", "Add the first step."),
        (flat(SMS, trigger="label"), "box", "Choose the number that texts and calls them."),
        (flat(step(1, "dance")), "s1", "There is no step “dance” in this version of Outbound."),
        (flat(step(1, "branch")), "s1", "Say when it goes which way: it has no branch yet."),
        (flat(step(1, "branch", Branch("b1", "VIP"))), "s1", "Say when “VIP” is taken."),
        (flat(step(1, "wait_reply", Branch("maybe"))), "s1", "“Wait for a reply” does not lead to “maybe”."),
        (flat(step(1, text="{{steps.s2.reply}}"), step(2)), "s1", "The step “s2” comes later."),
        (
            flat(step(1, text="{{trigger.amount}}")),
            "s1",
            "“They text us” has no “amount”. It knows “text”, “kind”.",
        ),
        (flat(step(1, text="See [your link]")), "s1", "Put your own words in the place of “[your link]”."),
        (flat(*(step(number) for number in range(1, 102))), "steps", "A workflow can have up to 100 steps."),
    ],
)
def test_what_is_missing(document: Document, place: str, sentence: str) -> None:
    assert [(one.place, one.sentence) for one in checklist.of(document)] == [(place, sentence)]


def test_conditions_that_name_what_is_not_there() -> None:
    wrong = (Comparison("city", Operator.IS, "Boston"), Comparison("contact.age", Operator.MORE, "old"))
    found = checklist.of(replace(flat(step(1)), conditions=Conditions(comparisons=wrong)))
    assert [one.sentence for one in found] == [
        "There is no “city”. Names begin with contact., trigger., steps., time. or our.",
        "“old” is no number.",
    ]
    assert {one.place for one in found} == {"conditions"}


@pytest.mark.parametrize(
    ("document", "needs"),
    [(flat(step(1, "add_label", label="A"), trigger="label"), False), (flat(SMS, trigger="label"), True)],
)
def test_only_what_happens_in_a_conversation_needs_a_number(document: Document, needs: bool) -> None:
    assert checklist.needs_number(document) is needs
    assert bool(checklist.of(document)) is needs
    assert checklist.of(replace(document, box=OF_ME)) == []


def test_a_secret_may_stand_in_a_header() -> None:
    asks = step(1, "http_request", url="https://example.org", headers="Authorization: {{secret.crm}}")
    assert checklist.of(Document(Trigger("message"), steps=(asks,))) == []
