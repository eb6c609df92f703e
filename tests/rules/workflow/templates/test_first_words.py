"""The templates for those who come to us, in one sentence each."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import sentence
from webapp.rules.workflow.templates.base import Template
from webapp.rules.workflow.templates.first_words import DRIP, MISSED_CALL, SPEED_TO_LEAD


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            MISSED_CALL,
            "When they call and no one answers, send “Hello: sorry we missed your call. How ca…”. "
            "It stops when they reply.",
        ),
        (
            SPEED_TO_LEAD,
            "When your website or another program reports “lead”, send “Hello: thank you for your "
            "request, we go…”; then call them with a recorded message. It stops when they reply.",
        ),
        (
            DRIP,
            "When they get the label “Interested”, send “Hello: thank you for your interest, "
            "and…”; then wait 2 days; then send “Hello: [your second text]. Reply STOP to…”; then "
            "wait 4 days; then one more step. It stops when they reply. Once for each contact.",
        ),
    ],
)
def test_what_it_does(template: Template, said: str) -> None:
    assert sentence.of(template.document) == said
