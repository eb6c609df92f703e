"""A caller leaves a message: it is kept once, and the call goes on."""

from __future__ import annotations

from sqlalchemy import select

from tests import factories
from tests.calls import DAVE, Operator, call_of, hears, number, tell
from webapp.carriers.calls import CallEvent, PickedUp, RecordingMade
from webapp.db import db
from webapp.models.recording import Recording
from webapp.models.thread import Thread
from webapp.rules.media import LARGEST_RECORDING
from webapp.services.calls import answering, recorded

URL = "https://api.nexmo.com/v1/files/f-1"


def they_call() -> None:
    number()
    db.session.commit()
    answering.answer(PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()


def leave(url: str = URL, *, message: bool = True, size: int | None = 44, ref: str = "") -> None:
    call = call_of(DAVE)
    made = RecordingMade(ref or str(call.client_ref), call.turn, message, "f-1", url, size, 7)
    recorded.receive(made)
    db.session.commit()


def rows() -> list[Recording]:
    return list(db.session.scalars(select(Recording)))


def test_a_message_is_kept_once_and_thanked_for(operator: Operator) -> None:
    they_call()
    leave()
    leave()
    [row] = rows()
    assert (row.kind, row.url, row.state, row.seconds) == ("message", URL, "waiting", 7)
    assert hears(DAVE)[0].startswith("Thank you, we have your message")
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=12)
    assert call_of(DAVE).outcome == "voicemail"
    assert db.session.scalars(select(Thread.last_text)).one() == "Left a message"


def test_it_is_kept_when_they_had_hung_up(operator: Operator) -> None:
    they_call()
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=12)
    leave()
    assert [row.kind for row in rows()] == ["message"]
    assert call_of(DAVE).state == "ended"


def test_the_recording_of_a_whole_call_changes_nothing_in_it(operator: Operator) -> None:
    they_call()
    before = hears(DAVE)
    leave(message=False)
    assert [row.kind for row in rows()] == ["call"]
    assert hears(DAVE) == before


def test_what_is_too_large_is_not_asked_for(operator: Operator) -> None:
    they_call()
    leave(size=LARGEST_RECORDING + 1)
    assert [(row.state, row.reason) for row in rows()] == [("failed", "It is larger than 100 MB.")]


def test_a_recording_of_a_call_that_is_not_known_is_left_alone(operator: Operator) -> None:
    they_call()
    leave(ref="another")
    assert rows() == []
