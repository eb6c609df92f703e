"""Every address of a conversation: only for those who are signed in, and only where there is one."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.views.client import Browser

ACTS = (
    "",
    "/read",
    "/answered",
    "/name",
    "/notes",
    "/take-over",
    "/give-back",
    "/agent-off",
    "/agent",
    "/close",
    "/snooze",
    "/reopen",
    "/unread",
    "/assignee",
    "/tasks/<int:record_id>/again",
    "/callbacks",
    "/callbacks/<int:callback_id>/done",
    "/callbacks/<int:callback_id>/cancel",
    "/callbacks/<int:callback_id>/move",
    "/later",
    "/later/when",
    "/later/<int:text_id>",
    "/later/<int:text_id>/now",
    "/later/<int:text_id>/cancel",
    "/calls/in-person",
    "/calls/<int:call_id>/cancel",
    "/calls/<int:call_id>/hang-up",
    "/calls/<int:call_id>/take-over",
    "/calls/<int:call_id>/transcript.txt",
)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_where_there_is_no_conversation(staff: Browser, act: str) -> None:
    path = f"/inbox/999{act}"
    path = re.sub(r"<int:\w+>", "1", path)
    answer = staff.post(path, {"csrf_token": staff.token(), "text": "Hi", "key": "0" * 32})
    assert answer.status == 404


def test_each_act_on_a_conversation_is_tried_here(app: Flask) -> None:
    posts = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    start = "/inbox/<int:thread_id>"
    of_thread = [one.removeprefix(start) for one in posts if one.startswith(start)]
    assert sorted(of_thread) == sorted(ACTS)
