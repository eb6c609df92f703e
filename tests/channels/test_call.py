"""The channel of calls: what is said to each row, what is wrong with it, what is written and reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import calls, factories
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, number, standing, tell
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, PlaceCall
from webapp.channels.call import Calls
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.batch import RepliesBy
from webapp.models.call import STAFF_TALK
from webapp.models.content import CallContent
from webapp.models.thread import Thread
from webapp.services.batches import checking, drafts, ready, report, retry
from webapp.services.batches.retry import Resolution

COLUMNS = ("phone_number", "first_name", "date")
KIND = Calls()


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def content(**values: Any) -> CallContent:
    return CallContent(**{"message": "Hello {{first_name}}.", **values})


def test_each_row_hears_its_own_words_and_so_does_its_voicemail() -> None:
    bound = KIND.bind(content(voicemail="message", voicemail_message="Call us about {{date}}."), COLUMNS)
    assert (bound.faults, sorted(bound.columns)) == ((), [1, 2])
    said = bound.say(["+1", "Carol", "Monday"])
    assert (said.text, said.units, said.voicemail) == ("Hello Carol.", 1, "Call us about Monday.")
    assert bound.faults_of(said) == []
    empty = bound.faults_of(bound.say(["+1", "", ""]))
    assert [(fault[0], fault[1]) for fault in empty] == [("message.missing", 1), ("message.missing", 2)]


def test_a_voicemail_message_that_is_not_left_needs_no_columns() -> None:
    bound = KIND.bind(content(voicemail="hang_up", voicemail_message="{{nothing_like_it}}"), COLUMNS)
    assert (bound.faults, bound.say(["+1", "Carol", ""]).voicemail) == ((), "")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"message": " "}, "Write what the call says first."),
        ({"voicemail": "message"}, "Write the message for voicemails."),
        ({"message": "Hello {{frist_name}}"}, "frist_name"),
    ],
)
def test_what_is_wrong_before_any_row(values: dict[str, Any], fault: str) -> None:
    assert fault in " ".join(KIND.bind(content(**values), COLUMNS).faults)


def test_what_is_too_long_to_be_said_at_once() -> None:
    bound = KIND.bind(content(), COLUMNS)
    [fault] = bound.faults_of(bound.say(["+1", "x" * 1600, ""]))
    assert (fault[0], fault[2]) == ("message.too_long", "What is said is longer than 1,500 characters here.")


def test_how_long_it_takes_to_say() -> None:
    assert KIND.size("word " * 50).main == "about 20 seconds"
    assert (KIND.is_blank(content(message=" ")), KIND.parts("")) == (True, [])


def test_a_carrier_without_calls_takes_none() -> None:
    with pytest.raises(CarrierError) as caught:
        KIND.hand_over(object(), PlaceCall("+1", "+2", "r", 1, 1))  # type: ignore[arg-type]
    assert caught.value.pause


def test_a_draft_is_checked_and_ready(operator: Operator) -> None:
    ours = number()
    made = batch([CAROL, DAVE], ours)
    made = factories.batch([CAROL, DAVE], number_id=ours.id, state="draft")  # type: ignore[arg-type]
    made.channel, made.content = "call", content()  # type: ignore[assignment]
    db.session.commit()
    drafts.choose_number(made, ours.id)
    drafts.check_again(made)
    db.session.commit()
    list(checking.check(made.id))
    db.session.commit()
    assert (ready.obstacles(made), made.units_total) == ([], 2)
    made.content = content(message="")
    assert [one.step for one in ready.obstacles(made)] == ["call"]


def test_what_the_batch_says_is_written_with_each_call(operator: Operator) -> None:
    agent = made_agent()
    made = batch([CAROL], number(), voicemail="message", voicemail_message="Bye {{first_name}}.",
                 screening="hang_up", ring_seconds=21, longest_seconds=90, record=True)  # fmt: skip
    made.context = "They like {{first_name}}, {{nothing}}."
    made.replies_by, made.agent_id = RepliesBy.AGENT, agent.id
    dispatch()
    call = call_of(CAROL)
    assert (call.voicemail_message, call.on_voicemail, call.on_screening) == (
        "Bye Person 2.", "message", "hang_up",
    )  # fmt: skip
    assert call.context == "They like Person 2, {{nothing}}."
    assert (call.agent_id, call.agent_version) == (agent.id, 1)
    assert (call.ring_seconds, call.longest_seconds, call.record, call.attempt) == (21, 90, True, 1)
    placed = operator.placed[0]
    assert (placed.ring_seconds, placed.longest_seconds, placed.staff_seconds) == (21, 90, STAFF_TALK)
    assert db.session.scalars(select(Thread.last_text)).one() == "Hello Person 2, this is Bright Smile."


def made_agent() -> Agent:
    ada = factories.user()
    found: Agent = factories.add(Agent(name="Desk", engine="playbook", created_by=ada.id))
    return found


def test_the_numbers_agent_holds_the_call_unless_the_batch_says_otherwise(operator: Operator) -> None:
    agent, ours = made_agent(), number()
    ours.services["call"].agent_id = agent.id
    batch([CAROL], ours)
    dispatch()
    assert call_of(CAROL).agent_id == agent.id
    by_staff = batch([DAVE], ours)
    by_staff.replies_by = RepliesBy.STAFF
    dispatch()
    assert call_of(DAVE).agent_id is None


def test_the_report_says_how_each_call_ended(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(CAROL), CallEvent.ANSWERED)
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=31, price=0.5, currency="EUR")
    header, carol, dave = "".join(report.whole(made)).splitlines()
    assert header.endswith(",outcome,called_at,answered_at,seconds,price,currency,summary,tasks,said")
    assert ",answered,2" in carol
    assert carol.endswith(",31,0.5,EUR,,,")
    assert dave.endswith(",,,,,,")


@pytest.mark.parametrize(
    ("word", "status", "state"),
    [(Resolution.SENT, "answered", "ended"), (Resolution.AGAIN, "queued", "unknown")],
)
def test_a_person_settles_a_call_of_which_nothing_is_known(
    operator: Operator, word: Resolution, status: str, state: str
) -> None:
    operator.fault = CarrierError("It broke.", unknown=True)
    made = batch([CAROL])
    dispatch()
    assert standing(made) == ["unknown"]
    recipient_id = call_of(CAROL).recipient_id
    assert recipient_id
    retry.resolve(made.id, recipient_id, word, factories.user().id)
    db.session.commit()
    assert (standing(made), call_of(CAROL).state) == ([status], state)
