"""Each subject makes sense of the comparisons that it offers, and of no others."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.rules.workflow import variables
from webapp.rules.workflow.document import Comparison
from webapp.services.contacts.segments import subjects

VALUES = {"days_since_reply": "3", "last_reply": "2026-03-09", "known_since": "2026-03-09"}


@pytest.mark.parametrize("name", subjects.OWN)
def test_each_comparison_that_is_offered_is_one(app: Flask, name: str) -> None:
    subject = subjects.OWN[name]
    for operator in subject.operators:
        one = Comparison(f"contact.{name}", operator, VALUES.get(name, "x"))
        assert str(subjects.condition(subject, one))


def test_conditions_of_workflows_know_the_same() -> None:
    assert set(subjects.OWN) == set(variables.OF_CONTACT) - {"first_name"}


def test_a_moment_without_a_zone_is_utc() -> None:
    assert subjects.utc("2026-03-09T15:30").isoformat() == "2026-03-09T15:30:00+00:00"
