"""Calls for tests: numbers that place them, batches of them, a carrier that only takes them, its webhooks."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import select

from jobs.dispatch import Connections
from tests import factories
from tests.carriers.tiny import Tiny
from webapp import queue
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, CallLine, CallReport, PickedUp, PlaceCall, Turned
from webapp.carriers.registry import CARRIERS
from webapp.config import Settings
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient
from webapp.rules.callflow.commands import Command, LeaveMessage, Say
from webapp.rules.callflow.events import Event, Heard, Keys
from webapp.services import settings
from webapp.services.calls import answering, conversing, line, placing, reports
from webapp.services.calls.line import Spoken
from webapp.services.calls.placing import CallWanted
from webapp.services.outbox import claim, due
from webapp.services.outbox.claimed_entry import ClaimedEntry
from webapp.services.outbox.dispatcher import SLICE_SECONDS, Dispatcher

CAROL, DAVE, ERIN = "+12025550111", "+12025550122", "+12025550133"
PEOPLE = (CAROL, DAVE, ERIN)
_serial = itertools.count(1)


class Operator(Tiny):
    """Tiny Telecom has a telephone exchange, too. `fault`: what it answers instead of taking a call.

    `gone`: calls that it knows no more. `sounds`: recordings, by their addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.placed: list[PlaceCall] = []
        self.fault: CarrierError | None = None
        self.known: dict[str, CallReport] = {}
        self.asked: list[tuple[str, str]] = []
        self.hung_up: list[tuple[str, str]] = []
        self.gone: set[str] = set()
        self.transferred: list[tuple[str, Any]] = []
        self.sounds: dict[str, bytes] = {}

    def connect(self, _: Settings) -> Operator:
        return self

    def calls(self, _: Settings) -> Operator:
        return self

    def recordings(self, _: Settings) -> Operator:
        return self

    def fetch(self, url: str, into: BinaryIO) -> str:
        into.write(self.sounds[url])
        return "audio/wav"

    def speak(self, commands: Sequence[Command], line: CallLine, _: Settings) -> Any:
        return spoken(Spoken(tuple(commands), line))

    def place(self, call: PlaceCall) -> str:
        """Threads place calls, in no order: the id tells whose it is, and whether it is another one."""
        before = sum(one.to == call.to for one in self.placed)
        self.placed.append(call)
        if self.fault is not None:
            raise self.fault
        name = f"call-{PEOPLE.index(call.to) + 1 if call.to in PEOPLE else call.to}"
        return f"{name}-{before}" if before else name

    @property
    def rang(self) -> list[str]:
        """The phones that it has rung, in order of the phones."""
        return sorted(one.to for one in self.placed)

    def look(self, carrier_id: str, region_url: str) -> CallReport | None:
        self.asked.append((carrier_id, region_url))
        return self.known.get(carrier_id)

    def hang_up(self, carrier_id: str, region_url: str) -> bool:
        self.hung_up.append((carrier_id, region_url))
        return carrier_id not in self.gone

    def transfer(self, carrier_id: str, region_url: str, spoken: Any) -> bool:
        self.transferred.append((carrier_id, spoken))
        return carrier_id not in self.gone


def operator(monkeypatch: Any) -> Operator:
    """In the registry, as "tiny"."""
    made = Operator()
    monkeypatch.setitem(CARRIERS, "tiny", made)
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LOOK_AGAIN", 0.02)
    return made


def number(at_once: int | None = 5, e164: str = factories.OUR_NUMBER, **values: Any) -> Number:
    """One of ours that places calls, without a pace."""
    settings.put("call_starts_per_second", None)
    ours = factories.number(e164, **{"carrier": "tiny", **values})
    ours.services["call"] = NumberService(channel=Channel.CALL, active=True, pace=None, at_once=at_once)
    db.session.flush()
    return ours


def batch(to: list[str], ours: Number | None = None, **content: Any) -> Batch:
    """It runs, and everyone waits to be called."""
    ours = ours or number()
    made = factories.batch(to, number_id=ours.id, state=BatchState.DRAFT)
    made.channel = Channel.CALL
    made.content = CallContent(**{"message": "Hello {{first_name}}, this is Bright Smile.", **content})
    made.transition_to(BatchState.RUNNING)
    made.started_at = now()
    db.session.commit()
    return made


def single(phone: str = CAROL, ours: Number | None = None, origin: str = "staff", **wanted: Any) -> Call:
    """One call that waits."""
    ours = ours or number()
    thread = factories.thread(phone, ours.id)
    made = placing.place(thread, CallWanted(**{"first_message": "Hello.", **wanted}), origin)  # type: ignore[arg-type]
    db.session.commit()
    return made


def dispatch(seconds: float = SLICE_SECONDS) -> None:
    """Whatever is due goes out. What has to wait for something else is looked at for so long."""
    db.session.commit()
    with ExitStack() as stack:
        Dispatcher(Connections(stack), queue.redis()).run(seconds)


def claimed(most: int = 10) -> list[ClaimedEntry]:
    """What the next claim takes, of all numbers, committed."""
    found = [one for sender in due.senders() for one in claim.claim(sender, most)]
    db.session.commit()
    return found


def tell(call: Call, event: CallEvent, **values: Any) -> bool:
    """The carrier reports an event, by its id of the call where there is one."""
    told = {"carrier_id": call.carrier_id or "", "ref": str(call.client_ref), "carrier": "tiny", **values}
    new = reports.receive(CallReport(event=event, **told), {"serial": next(_serial)})
    db.session.commit()
    return new


def pick_up(phone: str = CAROL) -> list[Any]:
    """They answer the latest call to them; what they hear, and its turn."""
    call = call_of(phone)
    told = PickedUp(call.carrier_id or "", str(call.client_ref), "", "", "", "", "tiny")
    heard = answering.answer(told)
    db.session.commit()
    return spoken(heard)


def say(what: str | Event, phone: str = CAROL, turn: int | None = None) -> Any:
    """They say something, or press keys ("#9"), in the latest call; what they hear then, and its turn."""
    call = call_of(phone)
    event = what if isinstance(what, Event) else Keys(what[1:]) if what.startswith("#") else Heard(what)
    heard = conversing.answer(Turned(str(call.client_ref), call.turn if turn is None else turn, event))
    db.session.commit()
    return heard if isinstance(heard, conversing.Waiting) else spoken(heard)


def spoken(heard: Spoken) -> list[Any]:
    """In words, then what they can do, then the turn."""
    said: list[Any] = [one.text for one in heard.commands if isinstance(one, Say | LeaveMessage)]
    others = [type(one).__name__ for one in heard.commands if not isinstance(one, Say | LeaveMessage)]
    return [*said, *others, heard.line.turn]


def hears(phone: str) -> Any:
    """What the line of the latest call to a phone was told last."""
    return spoken(line.spoken(call_of(phone)))


def call_of(phone: str) -> Call:
    """The latest call to a phone, as the database has it."""
    db.session.rollback()
    query = select(Call).where(Call.phone == phone).order_by(Call.id.desc()).limit(1)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one()


def standing(batch: Batch) -> list[str]:
    """The statuses of its recipients, in the order of the list."""
    query = select(Recipient.status).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(query))


def turns(call: Call, *said: str) -> None:
    """What was said in a call, in turns: the agent begins. A second apart; “~” before what is not certain."""
    began = call.answered_at or now()
    for at, text in enumerate(said):
        who, unsure = Speaker.CONTACT if at % 2 else Speaker.AGENT, text.startswith("~")
        turn = CallTurn(
            call_id=call.id, n=at + 1, who=who, text=text.lstrip("~"), at=began + timedelta(seconds=at)
        )
        turn.confidence = (0.3 if unsure else 0.9) if at % 2 else None
        turn.delay = None if at % 2 else 0.2
        db.session.add(turn)
    db.session.flush()


def wait_for(what: Callable[[], object], seconds: float = 10) -> None:
    """Until it is so. AssertionError after a while."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
