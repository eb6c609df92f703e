"""A text that was kept says the same when it is read again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from webapp.carriers.base import InboundMedia, InboundMessage, TextPart
from webapp.rules.media import MediaKind
from webapp.services.inbox import kept_texts

PLAIN = InboundMessage("in-1", "+12025550111", "+12025550100", "Hi", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "sms",
    [
        PLAIN,
        replace(PLAIN, media=(InboundMedia(MediaKind.IMAGE, "https://api.nexmo.com/1", "a.jpg", "Look"),)),
        replace(PLAIN, part=TextPart("7", 2, 3)),
        replace(PLAIN, incomplete=True, note="A part is missing."),
    ],
)
def test_what_was_kept_is_read_again(sms: InboundMessage) -> None:
    assert kept_texts.read(json.loads(json.dumps(kept_texts.kept(sms, {"raw": 1})))) == sms


def test_what_was_kept_before_parts_were_known_is_read() -> None:
    found = kept_texts.kept(PLAIN, {})
    del found["sms"]["part"], found["sms"]["incomplete"]
    assert kept_texts.read(found) == PLAIN


@pytest.mark.parametrize("found", [{}, {"sms": None}, {"sms": {"at": 7}}, {"sms": {"part": "x", "at": ""}}])
def test_what_cannot_be_read_raises_what_is_expected(found: dict[str, object]) -> None:
    with pytest.raises(kept_texts.CANNOT_BE_READ):
        kept_texts.read(found)
