"""The templates of the clock, in one sentence each."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import sentence
from webapp.rules.workflow.templates.base import Template
from webapp.rules.workflow.templates.in_time import BIRTHDAY, QUIET, UNANSWERED


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            BIRTHDAY,
            "When it is the day of their birthday, every year, at 10:00 where they are, send "
            "“Hello: happy birthday, and all the best!…”. It stops when they reply.",
        ),
        (
            UNANSWERED,
            "When we have not answered them for 15 minutes, notify your team: “Someone has "
            "waited for 15 minutes: ‘[tex…”; then add the label “Waits for us”.",
        ),
        (
            QUIET,
            "When they have not answered us for 3 days, send “Hello: do you still have questions, "
            "by a…”. It stops when they reply. Once for each contact.",
        ),
    ],
)
def test_what_it_does(template: Template, said: str) -> None:
    assert sentence.of(template.document) == said
