"""Short ways to write steps down."""

from __future__ import annotations

from webapp.rules.workflow.document import Branch, Comparison, Conditions, Operator, Step, Trigger
from webapp.rules.workflow.templates.base import branch, document, step, text, when


def test_a_text_says_first_who_writes() -> None:
    assert text(3, "thank you.", "Bye.") == Step(
        "s3", "send_sms", {"text": "{{our.team|Hello}}: thank you. Bye."}
    )


def test_a_branch_may_decide() -> None:
    older = when("contact.age", Operator.MORE, "30")
    expected = Conditions(comparisons=(Comparison("contact.age", Operator.MORE, "30"),))
    assert branch("b1", step(1, "end"), when=older) == Branch("b1", "", expected, (Step("s1", "end"),))


def test_steps_that_are_added_get_ids_of_their_own() -> None:
    assert document(Trigger("hand"), step(49, "end")).next_id == 50
