"""A test of a batch of calls rings one's own phone, as a row would be rung."""

from __future__ import annotations

import pytest

from tests.calls import CAROL, DAVE, ERIN, Operator, batch, call_of, dispatch, number
from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.batch import Batch
from webapp.models.content import CallContent
from webapp.models.opt_out import OptOutSource
from webapp.services.batches import test_message
from webapp.services.calls import testing
from webapp.services.opt_outs import register


def made(**values: object) -> Batch:
    found = batch(
        [CAROL, DAVE], number(), voicemail="message", voicemail_message="Bye {{first_name}}.", **values
    )
    found.context = "Only for {{first_name}}."
    db.session.commit()
    return found


def test_it_says_what_the_row_hears(operator: Operator) -> None:
    tested = made(language="de", ring_seconds=20)
    call = testing.place(tested, "(202) 555-0133", tested.created_by, row_no=3)
    db.session.commit()
    assert (call.phone, call.batch_id, call.origin) == (ERIN, None, "test")
    assert call.first_message == "Hello Person 3, this is Bright Smile."
    assert (call.voicemail_message, call.context) == ("Bye Person 3.", "Only for Person 3.")
    assert (call.language, call.ring_seconds, call.on_voicemail) == ("de", 20, "message")
    assert test_message.latest(tested) is call
    dispatch()
    assert ERIN in operator.rang
    assert call_of(ERIN).state == "sent"


@pytest.mark.parametrize("typed", ["", "12ab"])
def test_what_is_no_phone_is_refused(operator: Operator, typed: str) -> None:
    with pytest.raises(Fault) as caught:
        testing.place(tested := made(), typed, tested.created_by)
    assert caught.value.field == "phone"


def test_who_opted_out_is_not_rung_for_a_test_either(operator: Operator) -> None:
    tested = made()
    register.record(ERIN, OptOutSource.STAFF)
    with pytest.raises(Fault, match="opted out"):
        testing.place(tested, ERIN, tested.created_by)


def test_without_words_or_calls_there_is_none(operator: Operator) -> None:
    tested = made()
    tested.content = CallContent("{{last_name}}")
    with pytest.raises(Fault, match="Nothing is said"):
        testing.place(tested, ERIN, tested.created_by)
    tested.number.services["call"].active = False  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="number to call from"):
        testing.place(tested, ERIN, tested.created_by)
