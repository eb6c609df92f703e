"""Each of the nine templates, from what starts it to what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from tests import calls, factories
from tests.calls import CAROL, Operator, call_of, dispatch, tell
from tests.conversations import they_write, thread_of, we_write
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    from_template,
    later,
    leave,
    on_time,
    pass_time,
    refusals,
    run,
    texts,
)
from webapp.carriers.calls import CallEvent, PickedUp
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.contact import Contact
from webapp.models.notice import Notice
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.calls import answering
from webapp.services.contacts import attributes, labels
from webapp.services.workflows import told

SHOP = Source(SourceKind.API, "shop")
HOME = ZoneInfo("America/New_York")


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """A carrier that takes calls; a number that places them."""
    made = calls.operator(monkeypatch)
    calls.number()
    settings.put("team_name", "Bright Smile")
    contact()
    return made


def carol() -> Contact:
    return db.session.scalars(select(Contact).where(Contact.phone == CAROL)).one()


def labels_of_carol() -> list[str]:
    return [one.name for one in labels.of(carol().id)]


def handed_off() -> bool:
    thread = db.session.scalars(select(Thread).where(Thread.contact_id == carol().id)).one()
    return thread.agent_state == AgentState.HANDED_OFF


def test_missed_call(operator: Operator) -> None:
    from_template("missed_call")
    for number in range(2):
        answering.answer(PickedUp(f"uuid-{number}", "", "", "", CAROL, factories.OUR_NUMBER, "tiny"))
        db.session.commit()
        tell(call_of(CAROL), CallEvent.COMPLETED, seconds=3)
        act()
    (said,) = texts()
    assert said.startswith("Bright Smile: sorry we missed your call.")
    assert refusals() == ["They may be in this workflow once in 24 hours, and have been."]


def appointment() -> None:
    """In two days, at half past three on their clock: the reminder is due today."""
    workflow = from_template("reminder")
    day = (now().astimezone(HOME) + timedelta(days=2)).date()
    attributes.put(carol(), "appointment", f"{day}T15:30", SHOP)
    act()
    on_time(workflow)
    leave()


def test_reminder_confirmed(operator: Operator, past_ten: None) -> None:
    appointment()
    assert "Reply YES to confirm" in texts()[0]
    they_write("Yes")
    act()
    assert (carol().attributes["confirmed"], labels_of_carol(), run().state) == ("yes", ["Confirmed"], "done")
    assert texts()[1].startswith("Bright Smile: thank you, see you on ")


def test_reminder_declined(operator: Operator, past_ten: None) -> None:
    appointment()
    they_write("No, I cannot")
    act()
    assert (handed_off(), run().state) == (True, "done")


def test_reminder_without_a_reply_calls(operator: Operator, past_ten: None) -> None:
    appointment()
    later(days=2)
    dispatch()
    assert call_of(CAROL).first_message.startswith("Hello, this is a reminder of your appointment on ")
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    act()
    assert (labels_of_carol(), run().state) == (["Not confirmed"], "done")


def test_no_show(operator: Operator) -> None:
    from_template("no_show")
    attributes.put(carol(), "visit", "no_show", SHOP)
    act()
    assert texts() == []
    later(hours=2)
    leave()
    later(days=3)
    leave()
    assert [one.split("?")[0] for one in texts()] == [
        "Bright Smile: we missed you today, Carol. Shall we find another time",
        "Bright Smile: would you still like another time",
    ]
    assert run().state == "done"


def test_speed_to_lead(operator: Operator) -> None:
    from_template("speed_to_lead")
    told.report("lead", told.Told(CAROL, "form-1", {"interest": "a roof"}), SHOP)
    act()
    dispatch()
    assert (len(texts()), call_of(CAROL).context) == (1, "They have just asked to be contacted: a roof")
    for wait in (timedelta(hours=2), timedelta(days=2)):
        tell(call_of(CAROL), CallEvent.NO_ANSWER)
        act()
        later(seconds=wait.total_seconds())
        dispatch()
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    act()
    assert (len(operator.placed), handed_off(), run().state) == (3, True, "done")


@pytest.mark.parametrize(
    ("reply", "rating", "link", "staff"),
    [("5", "5", True, False), ("2, it hurt", "2", False, True), ("It was nice", None, False, True)],
)
def test_review(operator: Operator, reply: str, rating: str | None, link: bool, staff: bool) -> None:
    from_template("review", review_link="https://example.org/review")
    attributes.put(carol(), "visit", "done", SHOP)
    act()
    later(hours=3)
    they_write(reply)
    act()
    assert carol().attributes.get("rating") == rating
    assert any("https://example.org/review" in one for one in texts()) is link
    assert (handed_off(), run().state) == (staff, "done")


def test_birthday(operator: Operator, past_ten: None) -> None:
    today = now().astimezone(HOME)
    attributes.put(carol(), "birthday", f"1980-{today:%m-%d}", SHOP)
    workflow = from_template("birthday")
    on_time(workflow)
    on_time(workflow)
    assert texts() == ["Bright Smile: happy birthday, Carol! Reply STOP to opt out."]


def test_drip(operator: Operator) -> None:
    from_template("drip", second_text="two more words")
    labels.put(carol(), "interested", SHOP)
    act()
    for days in (3, 5):
        leave()
        later(days=days)
    assert (len(texts()), run().state) == (3, "done")
    assert texts()[1] == "Bright Smile: two more words. Reply STOP to opt out."


def test_drip_stops_once_they_have_booked(operator: Operator) -> None:
    from_template("drip", second_text="two more words")
    labels.put(carol(), "interested", SHOP)
    act()
    leave()
    labels.put(carol(), "Booked", SHOP)
    act()
    later(days=9)
    assert (len(texts()), run().reason) == (1, "They got the label “Booked”.")


def test_unanswered(operator: Operator) -> None:
    workflow = from_template("unanswered")
    they_write("Is anyone there?")
    pass_time(minutes=20)
    on_time(workflow)
    assert db.session.scalars(select(Notice.text)).all() == [
        "Carol Diaz has waited for 15 minutes: “Is anyone there?”"
    ]
    assert labels_of_carol() == ["Waits for us"]


def test_quiet(operator: Operator) -> None:
    workflow = from_template("quiet")
    message = they_write("How much is it?")
    we_write(thread_of(message), "It is 20 dollars.", ada().id)
    leave()
    pass_time(days=4)
    on_time(workflow)
    on_time(workflow)
    assert texts()[1].startswith("Bright Smile: do you still have questions, Carol?")
    assert len(texts()) == 2
