"""What people would stumble over in a call is said, and refuses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.calls import CAROL, batch
from webapp.models.content import CallContent
from webapp.services import settings
from webapp.services.batches import call_warnings

HELLO = "Hello {{first_name}}, this is Bright Smile."


@pytest.mark.parametrize(
    ("values", "context", "parts"),
    [
        ({}, "", []),
        ({"message": "Hello {{first_name}}, see you."}, "", ["does not say who calls"]),
        ({"message": "{{first_name}}"}, "", ["does not say who calls", "only placeholders"]),
        ({"voicemail": "message", "voicemail_message": "Call us back."}, "", ["does not say who called"]),
        ({"voicemail": "message", "voicemail_message": "This is Ada."}, "", []),
        ({"voicemail": "retry"}, "", ["no one is called a second time"]),
        ({"voicemail": "retry", "retries": 1}, "", []),
        (
            {"voicemail": "message", "voicemail_message": "This is Ada.", "retries": 1,
             "retry_on": ("voicemail",)},
            "", ["several times"],
        ),
        ({}, "For {{first_name}} of {{nothing}}", ["Additional context: There is no column 'nothing'."]),
        ({"message": " "}, "For {{nothing}}", []),
    ],
)  # fmt: skip
def test_what_is_said(app: Flask, values: dict[str, Any], context: str, parts: list[str]) -> None:
    made = batch([CAROL])
    found = call_warnings.of(made, CallContent(**{"message": HELLO, **values}), context)
    assert len(found) == len(parts), found
    assert all(part in sentence for part, sentence in zip(parts, found, strict=True))


def test_the_teams_name_says_who_calls_and_the_batchs_own_context_counts(app: Flask) -> None:
    made = batch([CAROL])
    made.context = "{{nothing}}"
    said = CallContent("Good morning from Bright Smile.")
    assert len(call_warnings.of(made, said)) == 2
    settings.put("team_name", "Bright Smile")
    assert [sentence[:18] for sentence in call_warnings.of(made, said)] == ["Additional context"]
