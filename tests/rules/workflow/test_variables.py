"""Names of values: which there are, which can never be there, and plain substitution."""

from __future__ import annotations

import pytest

from tests.rules.workflow.samples import flat, nested, step
from webapp.rules.workflow import variables
from webapp.rules.workflow.variables import Values


def test_what_is_filled_in_is_never_looked_at_again() -> None:
    known = Values({"contact.first_name": "{{trigger.text}}", "trigger.text": "secret"})
    assert known.fill("Hi {{contact.first_name}}").text == "Hi {{trigger.text}}"


def test_a_fallback_stands_for_what_is_not_there() -> None:
    filled = Values({"contact.name": " "}).fill("Hi {{contact.name|you}}, {{contact.city}}")
    assert (filled.text, filled.missing) == ("Hi you, ", ("contact.city",))


def test_names_are_found_however_they_are_written_and_the_first_counts() -> None:
    known = Values([("contact.First Name", "Carol"), ("contact.first_name", "Dave")])
    assert (known["contact.first-name"], len(known), known.get("contact.city")) == ("Carol", 1, None)


def test_what_is_offered_beside_a_field() -> None:
    offered = variables.offered(nested(), "s6")
    assert {"contact.first_name", "trigger.text", "steps.s2.reply", "time.hour", "our.team"} <= set(offered)
    assert "steps.s2.reply" not in variables.offered(nested(), "s2")


@pytest.mark.parametrize(
    ("name", "step_id", "sentence"),
    [
        ("contact.whatever", None, None),
        ("trigger.text", None, None),
        ("trigger.amount", None, "“They text us” has no “amount”. It knows “text”, “kind”."),
        ("steps.s2.reply", "s6", None),
        ("steps.s2.reply", "s3", None),
        ("steps.s2.reply", "s1", "The step “s2” comes later."),
        ("steps.s9.reply", "s6", "The step “s9” is not there any more."),
        ("steps.s2.mood", "s6", "The step “s2” (Wait for a reply) has no “mood”."),
        ("time.hour", None, None),
        (
            "time.minute",
            None,
            "There is no “time.minute”. There are “time.date”, “time.hour”, “time.weekday”.",
        ),
        ("our.team", None, None),
        (
            "first_name",
            None,
            "There is no “first_name”. Names begin with contact., trigger., steps., time. or our.",
        ),
    ],
)
def test_what_can_never_be_there(name: str, step_id: str | None, sentence: str | None) -> None:
    assert variables.fault(nested(), name, step_id) == sentence


def test_a_program_may_report_any_name() -> None:
    assert variables.fault(flat(step(1), trigger="event", event="lead"), "trigger.anything") is None


KNOWN = ["contact.name", "trigger.visit.day", "trigger.customer.name", "time.hour", "trigger.Order-No"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("day", "trigger.visit.day"),
        ("Visit Day", "Visit Day"),
        ("visit.day", "trigger.visit.day"),
        ("order no", "trigger.Order-No"),
        ("hour", "time.hour"),
        ("name", "name"),
        ("customer.name", "trigger.customer.name"),
        ("contact.day", "contact.day"),
        ("steps.s1.day", "steps.s1.day"),
        ("city", "city"),
    ],
)
def test_a_name_without_what_stands_in_front(typed: str, name: str) -> None:
    assert variables.qualified(typed, KNOWN) == name


def test_what_was_sent_is_offered_too() -> None:
    assert "trigger.visit.day" in variables.offered(flat(trigger="webhook"), None, ["visit.day"])
