"""What goes first of a number's queue, and what may be on its way together."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.calls import claimed
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.services.outbox import record
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.threads.enqueue import put

CAROL, DAVE = "+12025550111", "+12025550122"


def queued(number: Number, phone: str, origin: Origin, text: str = "") -> Message:
    return put(factories.thread(phone, number.id), text or str(origin), origin)


def texts(most: int = 10) -> list[str]:
    return [one.order.text for one in claimed(most)]  # type: ignore[attr-defined]


def test_people_come_before_programs_and_programs_before_lists(app: Flask) -> None:
    number = factories.number()
    last_first = (Origin.API, Origin.WORKFLOW, Origin.AGENT, Origin.TEST, Origin.STAFF, Origin.CONFIRMATION)
    phones = factories.phones(len(last_first) + 1)
    factories.batch(phones[-1:], "From a list", number_id=number.id)
    for origin, phone in zip(last_first, phones, strict=False):
        queued(number, phone, origin)
    order = [text for _ in range(7) for text in texts(1)]
    assert order == ["confirmation", "test", "staff", "agent", "api", "workflow", "From a list"]


def test_two_texts_of_a_conversation_are_never_on_their_way_together(app: Flask) -> None:
    number = factories.number()
    first, second = (queued(number, CAROL, Origin.STAFF, text) for text in ("One", "Two"))
    other = queued(number, DAVE, Origin.STAFF, "Hello")
    sent = claimed()
    assert [one.entry_id for one in sent] == [first.id, other.id]
    assert claimed() == []
    record.record([Outcome(one, SendResult.ACCEPTED) for one in sent])
    assert [one.entry_id for one in claimed()] == [second.id]


def test_the_answer_to_a_stop_waits_for_nothing(app: Flask) -> None:
    number = factories.number()
    queued(number, CAROL, Origin.STAFF, "One")
    claimed()
    confirmation = queued(number, CAROL, Origin.CONFIRMATION)
    assert [one.entry_id for one in claimed()] == [confirmation.id]


def test_a_list_waits_for_the_text_that_somebody_in_it_is_getting(app: Flask) -> None:
    number = factories.number()
    queued(number, CAROL, Origin.STAFF, "One")
    sent = claimed()
    factories.batch([CAROL, DAVE], number_id=number.id)
    assert [one.phone for one in claimed()] == [DAVE]
    record.record([Outcome(one, SendResult.ACCEPTED) for one in sent])
    assert [one.phone for one in claimed()] == [CAROL]


def test_another_number_of_ours_may_write_to_them_meanwhile(app: Flask) -> None:
    for e164 in (factories.OUR_NUMBER, "+12025550101"):
        queued(factories.number(e164), CAROL, Origin.STAFF)
    assert len(claimed()) == 2
