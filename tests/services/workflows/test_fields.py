"""Kinds of fields: a time of day, something chosen; and moments."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from flask import Flask

from webapp.db import now
from webapp.errors import Fault
from webapp.rules.workflow.variables import Values
from webapp.services.actions.base import ActionFault
from webapp.services.workflows import fields
from webapp.services.workflows.fields import Chosen, ClockTime

KNOWN = Values({"contact.visit": "2027-03-09T15:30", "contact.day": "2027-03-09"})


@pytest.mark.parametrize(
    ("typed", "read"), [("9:30", time(9, 30)), ("18", time(18)), (" 00:00 ", time(0)), ("", None)]
)
def test_a_time_of_day(typed: str, read: time | None) -> None:
    assert ClockTime().read(typed, "at") == read


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "-1:00", "9:3x"])
def test_what_is_no_time_of_day(typed: str) -> None:
    with pytest.raises(Fault):
        ClockTime().read(typed, "at")
    with pytest.raises(Fault):
        ClockTime(required=True).read("", "at")


def test_something_chosen() -> None:
    kind = Chosen(what="a batch", exists=lambda one: one == 7)
    assert (kind.read("7", "batch"), kind.read("", "batch")) == (7, None)
    for typed, sentence in (
        ("8", "The batch that was chosen is not there any more."),
        ("x", "Choose a batch"),
    ):
        with pytest.raises(Fault, match=sentence):
            kind.read(typed, "batch")


@pytest.mark.parametrize(
    ("date", "days", "at", "moment"),
    [
        ("{{contact.visit}}", 0, None, "2027-03-09T15:30"),
        ("{{contact.visit}}", -1, time(18), "2027-03-08T18:00"),
        ("{{contact.day}}", 0, None, "2027-03-09T09:00"),
        ("2027-01-31", 1, None, "2027-02-01T09:00"),
    ],
)
def test_a_moment(app: Flask, date: str, days: int, at: time | None, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert fields.moment(date, days, at, "UTC", KNOWN) == expected


def test_a_moment_that_a_program_has_written_is_brought_to_their_clock(app: Flask) -> None:
    known = Values({"contact.visit": "2027-03-09T03:30:00.000000Z"})
    for days, at, moment in (
        (0, None, "2027-03-09T03:30"),
        (-1, None, "2027-03-08T03:30"),
        (0, time(10), "2027-03-08T15:00"),  # in New York it is the day before
    ):
        expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert fields.moment("{{contact.visit}}", days, at, "America/New_York", known) == expected


def test_the_next_time_of_day_and_what_is_not_known(app: Flask) -> None:
    assert fields.moment("", 0, time(12), "UTC", KNOWN) > now()
    with pytest.raises(ActionFault, match="There is no value"):
        fields.moment("{{contact.gone}}", 0, None, "UTC", KNOWN)
