"""Parts of a long text become one text, whatever their order; what never comes keeps nothing back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs import sweep
from tests import factories
from tests.conversations import CAROL, DAVE
from webapp.carriers.base import InboundMessage, TextPart
from webapp.db import db, now
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.signal import Signal
from webapp.models.webhook_event import WebhookEvent, WebhookState
from webapp.services import signals
from webapp.services.inbox.receiving import receive, text_parts, waiting_texts
from webapp.services.opt_outs import holds, register

SENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LONG = ("Thank you for asking. ", "We cannot come on Monday, ", "but on Tuesday we can.")


def comes(
    text: str, number: int, total: int = 3, *, ref: str = "7", sender: str = CAROL, carrier_id: str = "",
    to: str = factories.OUR_NUMBER,
) -> None:  # fmt: skip
    """A part comes in, as its webhook brings it."""
    part = TextPart(ref, number, total)
    own = carrier_id or f"{sender}-{ref}-{number}"
    sms = InboundMessage(own, sender, to, text, SENT + timedelta(seconds=number), part=part)
    name = text_parts.keep(sms, part, {"text": text})
    db.session.commit()
    text_parts.join(name)
    db.session.commit()


def later(seconds: float) -> None:
    """Time goes by, and the sweep comes round."""
    moved = WebhookEvent.received_at
    rows = db.session.execute(select(WebhookEvent.id, moved)).all()
    for row in rows:
        then = row.received_at - timedelta(seconds=seconds)
        db.session.execute(update(WebhookEvent).where(WebhookEvent.id == row.id).values(received_at=then))
    db.session.commit()
    sweep.sweep()


def texts() -> list[str]:
    db.session.rollback()
    theirs = select(Message.text).where(Message.direction == Direction.IN).order_by(Message.id)
    return list(db.session.scalars(theirs))


def states() -> set[str]:
    kinds = select(WebhookEvent.state).where(WebhookEvent.kind == text_parts.KIND)
    return {str(state) for state in db.session.scalars(kinds)}


@pytest.mark.parametrize("order", [*permutations((1, 2, 3))], ids=str)
def test_parts_in_any_order_and_twice_are_one_text(app: Flask, order: Iterable[int]) -> None:
    factories.number()
    db.session.commit()
    for number in order:
        assert texts() == []
        comes(LONG[number - 1], number)
        comes(LONG[number - 1], number)
    assert (texts(), states()) == (["".join(LONG)], {"applied"})
    message = db.session.scalars(select(Message)).one()
    assert (message.carrier_id, message.reason, message.sent_at) == (
        f"{CAROL}-7-1", "", SENT + timedelta(seconds=1),
    )  # fmt: skip
    emitted = db.session.scalars(select(Signal.kind).where(Signal.kind == signals.TEXT_RECEIVED)).all()
    assert len(emitted) <= 1
    later(600)
    assert len(texts()) == 1


def test_what_never_comes_keeps_nothing_back(app: Flask) -> None:
    factories.number()
    comes(LONG[0], 1)
    comes(LONG[2], 3)
    later(text_parts.NEXT_WITHIN.total_seconds() - 5)
    assert texts() == []
    later(10)
    assert texts() == ["Thank you for asking. […] but on Tuesday we can."]
    assert db.session.scalars(select(Message.reason)).one() == text_parts.NOTE
    comes(LONG[1], 2)
    later(61)
    assert texts()[1:] == ["[…] We cannot come on Monday, […]"]


def test_parts_that_drip_are_not_waited_for_without_end(app: Flask) -> None:
    factories.number()
    for number in range(1, 8):
        comes(f"{number} ", number, 20)
        later(50)
    assert texts() == ["1 2 3 4 5 6 […]"]


def test_a_worker_that_was_killed_in_between_has_lost_nothing(app: Flask) -> None:
    factories.number()
    for number in (1, 2):
        part = TextPart("7", number, 2)
        sms = InboundMessage(f"in-{number}", CAROL, factories.OUR_NUMBER, f"{number} ", SENT, part=part)
        text_parts.keep(sms, part, {})
        db.session.commit()
    sweep.sweep()
    assert texts() == ["1 2 "]


def test_two_phones_and_two_numbers_of_ours_with_one_reference(app: Flask) -> None:
    factories.number()
    factories.number("+12025550199")
    comes("Carol 1 ", 1, 2)
    comes("Dave 2", 2, 2, sender=DAVE)
    comes("Other 2", 2, 2, to="+12025550199", carrier_id="o-2")
    comes("Carol 2", 2, 2)
    comes("Dave 1 ", 1, 2, sender=DAVE)
    comes("Other 1 ", 1, 2, to="+12025550199", carrier_id="o-1")
    assert texts() == ["Carol 1 Carol 2", "Dave 1 Dave 2", "Other 1 Other 2"]


def test_a_reference_that_is_used_again_begins_another_text(app: Flask) -> None:
    factories.number()
    comes("First ", 1, 2)
    comes("Second ", 1, 2, carrier_id="b-1")
    assert texts() == ["First […]"]
    comes("text.", 2, 2, carrier_id="b-2")
    comes("Third ", 1, 2, carrier_id="c-1")
    comes("text.", 2, 2, carrier_id="c-2")
    assert texts()[1:] == ["Second text.", "Third text."]


def test_a_part_that_comes_under_two_ids_is_there_once(app: Flask) -> None:
    factories.number()
    comes("One ", 1, 2)
    comes("One ", 1, 2, carrier_id="again")
    comes("two", 2, 2)
    assert (texts(), states()) == (["One two"], {"applied"})


@pytest.mark.parametrize(
    ("parts", "is_out", "on_hold"),
    [
        ({1: "please don't ", 2: "stop"}, False, False),
        ({2: "stop"}, False, True),
        ({1: "STOP "}, False, True),
        ({1: "Please stop texting me. ", 2: "I have said so before."}, False, True),
        ({1: "Please stop texting me. "}, False, True),
        ({2: "help"}, False, False),
        ({1: "What does it cost? "}, False, False),
    ],
    ids=str,
)
def test_half_a_text_is_no_keyword_and_may_be_a_wish(
    app: Flask, parts: dict[int, str], is_out: bool, on_hold: bool
) -> None:
    factories.number()
    for number, text in parts.items():
        comes(text, number, 2)
    later(61)
    assert len(texts()) == 1
    assert (CAROL in register.active([CAROL]), CAROL in holds.active([CAROL])) == (is_out, on_hold)


def test_half_a_start_lifts_nothing(app: Flask) -> None:
    factories.number()
    receive.receive(InboundMessage("in-1", CAROL, factories.OUR_NUMBER, "STOP", now()), {})
    comes("START", 2, 2)
    later(61)
    assert CAROL in register.active([CAROL])


def test_a_text_in_parts_waits_for_its_number(app: Flask) -> None:
    comes("Are you ", 1, 2, to="+12025550177")
    comes("open?", 2, 2, to="+12025550177")
    comes("Part of a text ", 1, 2, ref="8", to="+12025550177")
    later(61)
    assert [one.texts for one in waiting_texts.unclaimed()] == [2]
    factories.number("+12025550177")
    later(0)
    assert texts() == ["Are you open?", "Part of a text […]"]


def test_what_cannot_be_worked_is_set_aside_and_read_again(app: Flask) -> None:
    factories.number()
    comes("One ", 1, 2)
    held = db.session.scalars(select(WebhookEvent)).one()
    good = dict(held.payload)
    held.payload = {**good, "sms": {**good["sms"], "at": "never"}}
    later(61)
    assert (texts(), states()) == ([], {str(WebhookState.UNREADABLE)})
    assert waiting_texts.unreadable().senders == [CAROL]
    db.session.execute(update(WebhookEvent).values(payload=good))
    waiting_texts.try_again()
    later(0)
    assert texts() == ["One […]"]
