"""What a document knows of itself."""

from __future__ import annotations

from webapp.rules.hours.hours import Span
from webapp.rules.workflow.document import Comparison, Conditions, Group, Window


def test_all_comparisons_of_conditions_those_of_groups_too() -> None:
    first, second = Comparison("contact.city"), Comparison("contact.age")
    assert Conditions(comparisons=(first,), groups=(Group(comparisons=(second,)),)).every == (first, second)


def test_the_hours_of_a_window_as_the_rules_know_them() -> None:
    hours = Window((540, 1080), (600, 720)).hours
    assert (hours.weekdays, hours.saturdays, hours.sundays) == (Span(540, 1080), Span(600, 720), None)
