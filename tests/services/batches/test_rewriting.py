"""Other words for a batch of either channel; all else of its content stays."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.calls import CAROL
from webapp.models.batch import BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent, SmsContent
from webapp.services.batches import rewriting


def test_a_text_keeps_its_length_and_a_call_its_retries(app: Flask) -> None:
    text = factories.batch([CAROL], state=BatchState.DRAFT, max_segments=3)
    rewriting.rewrite(text, "Hi {{first_name}}")
    assert text.content == SmsContent("Hi {{first_name}}", 3)
    call = factories.batch([CAROL], state=BatchState.DRAFT, number_id=text.number_id)
    call.channel, call.content = Channel.CALL, CallContent("Hello [first_name].", retries=2)
    rewriting.rewrite(call, "Hello {{first_name}}.")
    assert call.content == CallContent("Hello {{first_name}}.", retries=2)
