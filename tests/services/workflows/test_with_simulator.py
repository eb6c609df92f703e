"""Each template against the real simulator: what starts it, and what its people do, comes over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from tests import calls, factories
from tests.conversations import we_write
from tests.services.outbox.conftest import running_simulator, simulator
from tests.services.workflows import stage
from tests.simulator.server import Simulator
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.notice import Notice
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services import settings
from webapp.services.contacts import attributes, labels
from webapp.services.workflows import told

__all__ = ("running_simulator", "simulator")
SHOP = Source(SourceKind.API, "shop")
HOME = ZoneInfo("America/New_York")


@pytest.fixture
def exchange(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, past_ten: None) -> Iterator[Simulator]:
    """The carrier, and a number of ours that texts and calls."""
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    calls.number(carrier="vonage")
    settings.put("team_name", "Bright Smile")
    db.session.commit()
    yield simulator
    db.session.rollback()


@dataclass(frozen=True)
class Walk:
    """A person by the last digits of their phone, and a workflow made of a template."""

    exchange: Simulator
    phone: str
    workflow: Workflow

    @property
    def contact(self) -> Contact:
        return db.session.scalars(select(Contact).where(Contact.phone == self.phone)).one()

    @property
    def thread(self) -> Thread:
        return db.session.scalars(select(Thread).where(Thread.contact_id == self.contact.id)).one()

    def go_on(self) -> None:
        """Runs advance, what they say leaves, and people answer: until no more comes of it."""
        before = -1
        while (entries := _entries()) != before:
            before = entries
            stage.act()
            calls.dispatch()
            db.session.rollback()
            self.exchange.control.idle()
            self.exchange.control.calls_idle()
            stage.act()

    def wait(self, **span: float) -> None:
        stage.later(**span)
        self.go_on()

    def attribute(self, name: str, value: str) -> None:
        attributes.put(self.contact, name, value, SHOP)
        db.session.commit()
        self.go_on()

    def clock(self) -> None:
        stage.on_time(self.workflow)
        self.go_on()

    def write(self, text: str) -> None:
        self.exchange.control.inbound(self.phone, factories.OUR_NUMBER, text)
        self.exchange.control.idle()


def _entries() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(Entry)) or 0
    db.session.rollback()
    return count


def calls_us(walk: Walk) -> None:
    walk.exchange.control.dial(walk.phone, factories.OUR_NUMBER)
    walk.exchange.control.calls_idle()
    walk.go_on()


def appointment(walk: Walk) -> None:
    day = (now().astimezone(HOME) + timedelta(days=2)).date()
    walk.attribute("appointment", f"{day}T15:30")
    walk.clock()


def no_reply_to_reminder(walk: Walk) -> None:
    appointment(walk)
    walk.wait(days=2)


def did_not_come(walk: Walk) -> None:
    walk.attribute("visit", "no_show")
    walk.wait(hours=2)
    walk.wait(days=3)


def lead(walk: Walk) -> None:
    told.report("lead", told.Told(walk.phone, "form-1", {"interest": "a roof"}), SHOP)
    db.session.commit()
    walk.go_on()
    walk.wait(hours=2)
    walk.wait(days=2)


def came(walk: Walk) -> None:
    walk.attribute("visit", "done")
    walk.wait(hours=3)


def birthday(walk: Walk) -> None:
    walk.attribute("birthday", f"1980-{now().astimezone(HOME):%m-%d}")
    walk.clock()


def interested(walk: Walk) -> None:
    labels.put(walk.contact, "Interested", SHOP)
    db.session.commit()
    for days in (0, 3, 5):
        walk.wait(days=days)


def waits_for_us(walk: Walk) -> None:
    walk.write("Is anyone there?")
    stage.pass_time(minutes=20)
    walk.clock()


def went_quiet(walk: Walk) -> None:
    walk.write("How much is it?")
    we_write(walk.thread, "It is 20 dollars.", stage.ada().id)
    walk.go_on()
    stage.pass_time(days=4)
    walk.clock()


YES, ASKS, QUIET, RINGS = "1111", "6666", "0000", "3001"
STORIES: list[tuple[str, str, Callable[[Walk], None], list[str], int, str, list[str]]] = [
    ("missed_call", QUIET, calls_us, ["sorry we missed your call."], 0, "done", []),
    ("reminder", YES, appointment, ["your appointment is on", "thank you, see you on"], 0, "done",
     ["Confirmed"]),
    ("reminder", RINGS, no_reply_to_reminder, ["your appointment is on"], 1, "done", ["Not confirmed"]),
    ("no_show", YES, did_not_come, ["we missed you today,"], 0, "done", []),
    ("no_show", QUIET, did_not_come, ["we missed you today,", "would you still like"], 0, "done", []),
    ("speed_to_lead", RINGS, lead, ["thank you for your request,"], 3, "done", []),
    ("review", ASKS, came, ["how was your visit?"], 0, "done", []),
    ("birthday", QUIET, birthday, ["happy birthday,"], 0, "done", []),
    ("drip", QUIET, interested, ["thank you for your interest,", "two more words.", "shall we find a time"],
     0, "done", ["Interested"]),
    ("drip", YES, interested, ["thank you for your interest,"], 0, "stopped", ["Interested"]),
    ("unanswered", QUIET, waits_for_us, [], 0, "done", ["Waits for us"]),
    ("quiet", QUIET, went_quiet, ["do you still have questions,"], 0, "done", []),
]  # fmt: skip
"""Template, person, what happens, the texts and the number of calls that come, how the run ends, labels."""


@pytest.mark.parametrize(
    ("key", "digits", "happens", "said", "rang", "state", "labeled"),
    STORIES,
    ids=[f"{story[0]}-{story[1]}" for story in STORIES],
)
def test_template(
    exchange: Simulator,
    key: str,
    digits: str,
    happens: Callable[[Walk], None],
    said: list[str],
    rang: int,
    state: str,
    labeled: list[str],
) -> None:
    [phone] = factories.phones(1, digits)
    stage.contact(phone)
    own = {"second_text": "two more words", "review_link": "https://example.org/review"}
    walk = Walk(exchange, phone, stage.from_template(key, **own))
    happens(walk)
    heard = [one["text"] for one in exchange.control.messages() if one["to"] == phone.removeprefix("+")]
    ours = [text.removeprefix("Bright Smile: ") for text in heard if text.startswith("Bright Smile: ")]
    assert [text.startswith(begins) for text, begins in zip(ours, said, strict=True)] == [True] * len(said)
    outgoing = [one for one in exchange.control.calls() if one["to"] == phone.removeprefix("+")]
    assert len(outgoing) == rang
    assert [str(one.state) for one in stage.runs()] == [state]
    assert [one.name for one in labels.of(walk.contact.id)] == labeled
    if key == "unanswered":
        assert len(db.session.scalars(select(Notice)).all()) == 1


def test_someone_who_answers_every_text_ends_at_the_cap(exchange: Simulator) -> None:
    """Our text, their “yes”, our text, and so on."""
    exchange.control.configure(reply_again=0)
    [phone] = factories.phones(1, YES)
    stage.contact(phone)
    box = WhoAndWhen(number_id=stage.ours().id, again=Again.EVERY, a_day=3, stop_on_reply=False)
    walk = Walk(exchange, phone, stage.live(stage.flow("message", stage.sms(1, "Got it."), box=box)))
    walk.write("Hello")
    walk.go_on()
    assert stage.texts(phone) == ["Got it."] * 3
    assert stage.refusals() == ["They may be in this workflow 3 times in 24 hours, and have been."]
