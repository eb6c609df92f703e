"""The templates around a visit, in one sentence each."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import sentence
from webapp.rules.workflow.templates.base import Template
from webapp.rules.workflow.templates.visits import NO_SHOW, REMINDER, REVIEW


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            REMINDER,
            "When it is 2 days before the day of their appointment at 10:00 where they are, send "
            "“Hello: your appointment is on [appointme…”; then wait for a reply until 1 day before their "
            "appointment, at 18:00.",
        ),
        (
            NO_SHOW,
            "When their visit becomes “no_show”, wait 1 hour; then send “Hello: we missed you "
            "today, and hope all…”; then wait up to 2 days for a reply.",
        ),
        (
            REVIEW,
            "When their visit becomes “done”, wait 2 hours; then send “Hello: how was your visit? "
            "Reply with a…”; then wait up to 3 days for a reply; then decide.",
        ),
    ],
)
def test_what_it_does(template: Template, said: str) -> None:
    assert sentence.of(template.document) == said
