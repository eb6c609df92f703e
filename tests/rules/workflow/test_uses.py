"""Which texts and conditions use what started a workflow."""

from __future__ import annotations

from tests.services.workflows.stage import sms, step
from webapp.rules.workflow import uses
from webapp.rules.workflow.document import Branch, Comparison, Conditions, Document

DAY = Conditions(comparisons=(Comparison("trigger.day", value="{{Trigger.other}}"),))


def test_texts_and_conditions_are_found_in_branches_too() -> None:
    asks = sms(1, "{{contact.name}} {{trigger.budget}} {{trigger.budget}} {{trigger.when|soon}}")
    decides = step(2, "branch", Branch("b1", conditions=DAY, steps=(sms(3, "{{trigger.by}}"),)))
    found = uses.of(Document(conditions=DAY, steps=(asks, decides)))
    assert [(use.place, use.field, use.name, use.fails) for use in found] == [
        ("conditions", "conditions", "day", False),
        ("conditions", "conditions", "other", False),
        ("s1", "text", "budget", True),
        ("s1", "text", "when", False),
        ("s2", "conditions", "day", False),
        ("s2", "conditions", "other", False),
        ("s3", "text", "by", True),
    ]
    assert found[2].written == "{{trigger.budget}}"


def test_what_is_not_filled_when_a_person_starts_it() -> None:
    steps = (
        sms(1, "{{trigger.budget}} {{trigger.when|soon}} {{trigger.by}} {{contact.name}}"),
        step(2, "magic"),
    )
    assert uses.unfilled_by_hand(Document(conditions=DAY, steps=steps)) == [
        "“Send a text” (s1) uses {{trigger.budget}} without a fallback."
    ]
