"""Comparisons are typed, joined by all or any, and nested once; what is not known is never more or less."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator
from webapp.rules.workflow.variables import Values

KNOWN = Values(
    {
        "contact.city": "Boston",
        "contact.age": "30",
        "contact.visit": "2026-03-09",
        "contact.price": "1,5",
        "contact.labels": "Booked\nVery keen",
        "trigger.text": "Hello there",
        "contact.limit": "40",
        "contact.empty": "  ",
    }
)
O = Operator  # noqa: E741


@pytest.mark.parametrize(
    ("subject", "operator", "value", "holds"),
    [
        ("contact.city", O.IS, "boston", True),
        ("contact.City", O.IS, " Boston ", True),
        ("contact.city", O.IS_NOT, "Boston", False),
        ("contact.age", O.IS, "30.0", True),
        ("contact.price", O.IS, "1.5", True),
        ("contact.city", O.CONTAINS, "OST", True),
        ("contact.city", O.CONTAINS_NOT, "ost", False),
        ("trigger.text", O.BEGINS_WITH, "hello", True),
        ("contact.age", O.MORE, "9", True),
        ("contact.age", O.MORE, "30", False),
        ("contact.age", O.AT_LEAST, "30", True),
        ("contact.age", O.LESS, "{{contact.limit}}", True),
        ("contact.age", O.AT_MOST, "29", False),
        ("contact.city", O.MORE, "5", False),
        ("contact.gone", O.LESS, "5", False),
        ("contact.visit", O.BEFORE, "2026-03-10", True),
        ("contact.visit", O.AFTER, "2026-03-09T00:00", False),
        ("contact.visit", O.AFTER, "2026-03-08", True),
        ("contact.visit", O.IS, "2026-03-09", True),
        ("contact.visit", O.IS, "2026-03-09T00:00", False),
        ("contact.city", O.BEFORE, "2026-03-10", False),
        ("contact.city", O.KNOWN, "", True),
        ("contact.empty", O.KNOWN, "", False),
        ("contact.gone", O.UNKNOWN, "", True),
        ("contact.labels", O.IS, "booked", True),
        ("contact.labels", O.IS, "keen", False),
        ("contact.labels", O.IS_NOT, "Very keen", False),
        ("contact.labels", O.CONTAINS_NOT, "Cold", True),
    ],
)
def test_a_comparison(subject: str, operator: Operator, value: str, holds: bool) -> None:
    one = Conditions(comparisons=(Comparison(subject, operator, value),))
    assert conditions.hold(one, KNOWN) is holds


TRUE, FALSE = Comparison("contact.city", O.KNOWN), Comparison("contact.city", O.UNKNOWN)


@pytest.mark.parametrize(
    ("some", "holds"),
    [
        (Conditions(), True),
        (Conditions(Join.ANY), True),
        (Conditions(Join.ALL, (TRUE, FALSE)), False),
        (Conditions(Join.ANY, (TRUE, FALSE)), True),
        (Conditions(Join.ALL, (TRUE,), (Group(Join.ANY, (FALSE, TRUE)),)), True),
        (Conditions(Join.ALL, (TRUE,), (Group(Join.ALL, (FALSE, TRUE)),)), False),
        (Conditions(Join.ALL, (TRUE,), (Group(Join.ALL),)), True),
        (Conditions(Join.ANY, (FALSE,), (Group(Join.ALL),)), False),
    ],
)
def test_they_are_joined(some: Conditions, holds: bool) -> None:
    assert conditions.hold(some, KNOWN) is holds


@pytest.mark.parametrize(
    ("comparison", "sentence"),
    [
        (Comparison("contact.age", O.MORE, "old"), "“old” is no number."),
        (Comparison("contact.age", O.MORE, " "), "Say what their age is compared with."),
        (Comparison("contact.visit", O.BEFORE, "soon"), "“soon” is no date like 2026-03-09."),
        (Comparison("contact.visit", O.BEFORE, "{{trigger.day}}"), None),
        (Comparison("contact.visit", O.KNOWN), None),
        (Comparison("contact.age", O.MORE, "1e9999999"), "“1e9999999” is no number."),
        (Comparison("contact.age", O.MORE, "inf"), "“inf” is no number."),
    ],
)
def test_a_value_that_cannot_be_compared_with(comparison: Comparison, sentence: str | None) -> None:
    assert conditions.fault(comparison) == sentence


@pytest.mark.parametrize("subject", ["trigger.text", "contact.unknown"])
@pytest.mark.parametrize("wanted", ["{{contact.code}}", "{{contact.empty}}", " {{contact.code}} "])
def test_nothing_is_what_is_not_known(subject: str, wanted: str) -> None:
    """Else everyone who writes would be taken for someone who has written their code."""
    held = {
        one
        for one in O
        if conditions.hold(Conditions(comparisons=(Comparison(subject, one, wanted),)), KNOWN)
    }
    known = {O.KNOWN} if subject == "trigger.text" else {O.UNKNOWN}
    assert held == {O.IS_NOT, O.CONTAINS_NOT} | known


def test_they_are_said_in_words() -> None:
    some = Conditions(
        Join.ALL,
        (Comparison("contact.first_visit", O.AFTER, "2026-01-01"),),
        (
            Group(
                Join.ANY,
                (Comparison("contact.labels", O.IS, "Booked"), Comparison("steps.s2.reply", O.KNOWN)),
            ),
        ),
    )
    group = "(one of their labels is “Booked” or the reply of step s2 is known)"
    assert conditions.words(some) == f"their first visit is after “2026-01-01” and {group}"


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        (O.BEFORE, "2026-03-10", True),  # 22:30 of the day before, in Lord Howe's summer
        (O.AFTER, "2026-03-09T22:29", True),
        (O.AFTER, "2026-03-09T11:31Z", False),
        (O.BEFORE, "2026-03-09T22:31+11:00", True),
        (O.BEFORE, "{{contact.later}}", True),
    ],
)
def test_a_moment_with_its_distance_from_utc_is_brought_to_their_clock(
    operator: Operator, value: str, holds: bool
) -> None:
    known = Values({"contact.at": "2026-03-09T11:30:00.000Z", "contact.later": "2026-03-09T23:00+11:00"})
    known.zone = "Australia/Lord_Howe"
    assert (
        conditions.hold(Conditions(comparisons=(Comparison("contact.at", operator, value),)), known) is holds
    )
    known = Values({"contact.last_reply": "2026-03-09T11:30:00"})
    known.zone = "Australia/Lord_Howe"  # the clock of a reply is UTC
    after = Comparison("contact.last_reply", O.AFTER, "2026-03-09T21:59+10:30")
    assert conditions.hold(Conditions(comparisons=(after,)), known)
