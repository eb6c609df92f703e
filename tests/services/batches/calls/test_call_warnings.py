"""What people would stumble over in a call is said, and refuses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import desks, factories
from tests.calls import CAROL, batch
from webapp.models.batch import RepliesBy
from webapp.models.content import CallContent
from webapp.services import settings
from webapp.services.batches.calls import call_warnings

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
        ({}, "For {{first_name}} of {{nothing}}", ["Additional context: There is no column “nothing”."]),
        ({"message": " "}, "For {{nothing}}", []),
    ],
)  # fmt: skip
def test_what_is_said(app: Flask, values: dict[str, Any], context: str, parts: list[str]) -> None:
    made = batch([CAROL])
    settings.put("team_name", "Acme")
    found = call_warnings.of(made, CallContent(**{"message": HELLO, **values}), context)
    assert len(found) == len(parts), found
    assert all(part in sentence for part, sentence in zip(parts, found, strict=True))


def test_the_teams_name_says_who_calls_and_the_batchs_own_context_counts(app: Flask) -> None:
    made = batch([CAROL])
    made.context = "{{nothing}}"
    assert made.number is not None
    made.number.label = "Front desk"
    said = CallContent("Good morning from Bright Smile.")
    *others, last = call_warnings.of(made, said)
    assert len(others) == 2 and "they hear “Front desk” as who calls" in last
    settings.put("team_name", "Bright Smile")
    assert [sentence[:18] for sentence in call_warnings.of(made, said)] == ["Additional context"]


@pytest.mark.parametrize(
    ("replies_by", "message", "warned"),
    [
        (RepliesBy.STAFF, "This is Bright Smile. Can you make it?", True),
        (RepliesBy.NUMBER, "This is Bright Smile. Can you make it?", True),
        (RepliesBy.AGENT, "This is Bright Smile. Can you make it?", False),
        (RepliesBy.STAFF, "This is Bright Smile. Please call us back.", False),
    ],
)
def test_a_question_to_which_no_one_listens(
    app: Flask, replies_by: RepliesBy, message: str, warned: bool
) -> None:
    made = batch([CAROL])
    desk = desks.agent(factories.user("grace@example.org"))
    made.replies_by, made.agent_id = replies_by, desk.id if replies_by == RepliesBy.AGENT else None
    assert (call_warnings.NO_LISTENER in call_warnings.of(made, CallContent(message))) == warned
