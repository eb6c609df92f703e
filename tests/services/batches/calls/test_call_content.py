"""What a batch of calls says: everything that is wrong is said at once, with its field."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.errors import Conflict, Faults
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.number_service import NumberService
from webapp.models.work import Work
from webapp.services.batches import drafts
from webapp.services.batches.calls import call_content


def draft(channel: Channel = Channel.CALL, **values: Any) -> Batch:
    made = factories.batch(["+12025550111"], state=BatchState.DRAFT, **values)
    made.channel = channel
    made.content = CallContent() if channel == Channel.CALL else made.content
    db.session.commit()
    return made


def test_it_is_kept_and_the_list_checked_against_it(app: Flask) -> None:
    made = draft()
    wanted = CallContent("Hello {{first_name}}.", voicemail="message", voicemail_message="Bye.", retries=2)
    call_content.write(made, wanted)
    db.session.commit()
    db.session.expire_all()
    assert (made.content, made.checking) == (wanted, Work.WAITING)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"message": ""}, ["message"]),
        ({"message": "Hello {{nobody_has_it}}"}, ["message"]),
        ({"voicemail": "message"}, ["voicemail_message"]),
        ({"voicemail": "sing"}, ["voicemail"]),
        ({"language": "xx"}, ["language"]),
        ({"ring_seconds": 121, "longest_seconds": 0}, ["ring_seconds", "longest_seconds"]),
        ({"retries": 11, "retry_minutes": 0}, ["retries", "retry_minutes"]),
        ({"screening": "sing", "voicemail": "hang_up"}, ["screening"]),
        ({"menu": "retry"}, ["menu"]),
        ({"retry_on": ("answered",)}, ["retry_on"]),
        ({"retry_on": ("unknown",)}, ["retry_on"]),
        ({"retry_on": (), "retries": 1}, ["retry_on"]),
        ({"at_once": 0, "pace": 0.0}, ["at_once", "pace"]),
        ({"at_once": 1001, "pace": 31.0}, ["at_once", "pace"]),
    ],
)
def test_what_is_wrong(app: Flask, wrong: dict[str, Any], fields: list[str]) -> None:
    made = draft()
    with pytest.raises(Faults) as caught:
        call_content.write(made, CallContent(**{"message": "Hello.", **wrong}))
    assert list(caught.value.by_field) == fields
    assert made.content == CallContent()


@pytest.mark.parametrize(
    "values", [{"retry_on": (), "retries": 1, "voicemail": "retry"}, {"at_once": 5, "pace": 1.0}]
)
def test_what_may_be(app: Flask, values: dict[str, Any]) -> None:
    made = draft()
    assert made.number
    made.number.services["call"] = NumberService(channel="call", active=True, pace=1.0, at_once=5)
    call_content.write(made, wanted := CallContent(**{"message": "Hello.", **values}))
    assert made.content == wanted


def test_a_batch_is_never_faster_than_its_number(app: Flask) -> None:
    made = draft()
    assert made.number
    made.number.services["call"] = NumberService(channel="call", active=True, pace=1.0, at_once=5)
    with pytest.raises(Faults) as caught:
        call_content.write(made, CallContent("Hello.", at_once=6, pace=1.5))
    assert list(caught.value.by_field) == ["at_once", "pace"]


def test_each_channel_has_content_of_its_own(app: Flask) -> None:
    with pytest.raises(Conflict):
        call_content.write(text := draft(Channel.SMS), CallContent("Hello."))
    with pytest.raises(Conflict):
        drafts.write(draft(number_id=text.number_id), "Hello.", 1)
