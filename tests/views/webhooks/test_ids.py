"""A carrier may give no id, an unusable one, or one twice: no text and no report is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from tests.views.webhooks.conftest import inbox
from webapp.db import db
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.services.threads import messages
from webapp.services.threads.enqueue import put

UNUSABLE = [None, "", 7, "x" * 65, ["in-1"], {"a": 1}, "in 1", "\n", "\ud800"]


def sent(number: Number, carrier_id: str | None = None, to: str = "+12025550111") -> Message:
    """A message of ours that the carrier has taken, or is about to."""
    message = put(factories.thread(to, number.id), "Hi", Origin.STAFF)
    messages.move(MessageState.SENDING, Message.id == message.id, carrier="vonage")
    if carrier_id:
        messages.move(MessageState.SENT, Message.id == message.id, carrier_id=carrier_id)
    db.session.commit()
    return message


def standing(*of: Message) -> list[tuple[str, str | None]]:
    db.session.rollback()
    return [(str(one.state), one.carrier_id) for one in of]


@pytest.mark.parametrize("uuid", UNUSABLE, ids=repr)
def test_a_text_is_read_whatever_its_id_is_and_once(vonage: Vonage, number: Number, uuid: object) -> None:
    for words in ("STOP", "STOP", "Hello"):
        assert vonage.says(INBOUND, text(words) | {"message_uuid": uuid}).status_code == 200
    assert sorted(inbox()) == ["Hello", "STOP"]


@pytest.mark.parametrize(
    "other",
    [{"text": "Another"}, {"from": "12025550122"}, {"text": "hello"}, {"text": "Hello "}],
    ids=str,
)
def test_two_texts_with_the_same_id_are_two_texts(
    vonage: Vonage, number: Number, other: dict[str, object]
) -> None:
    for said in (text("Hello"), text("Hello") | other) * 3:
        assert vonage.says(INBOUND, said).status_code == 200
    assert inbox() == ["Hello", str(other.get("text", "Hello"))]


def test_a_text_with_the_id_of_a_message_of_ours_is_read(vonage: Vonage, number: Number) -> None:
    ours = sent(number, "out-1")
    assert vonage.says(INBOUND, text("Hello", uuid="out-1")).status_code == 200
    assert inbox() == ["Hello"]
    assert standing(ours) == [("sent", "out-1")]


@pytest.mark.parametrize("uuid", UNUSABLE, ids=repr)
def test_a_report_without_a_usable_id_is_about_the_message_of_its_reference(
    vonage: Vonage, number: Number, uuid: object
) -> None:
    ours = sent(number)
    said = report("delivered", ref=ours.client_ref) | {"message_uuid": uuid}
    assert vonage.says(STATUS, said).status_code == 200
    assert standing(ours) == [("delivered", None)]


def test_reports_on_two_messages_with_the_same_id_move_both(vonage: Vonage, number: Number) -> None:
    first, second = sent(number), sent(number, to="+12025550122")
    for ours in (first, second):
        assert vonage.says(STATUS, report("delivered", ref=ours.client_ref)).status_code == 200
    assert standing(first, second) == [("delivered", "out-1"), ("delivered", None)]


def test_a_report_by_reference_with_the_id_of_another_message_moves_its_own(
    vonage: Vonage, number: Number
) -> None:
    other, ours = sent(number, "out-1"), sent(number, to="+12025550122")
    assert vonage.says(STATUS, report("rejected", ref=ours.client_ref)).status_code == 200
    assert standing(other, ours) == [("sent", "out-1"), ("rejected", None)]
    assert db.session.scalars(select(Message.code).where(Message.id == other.id)).one() == ""
