"""A staff phone that is rung into a call with Carol, what comes of it, and what callers leave."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, DAVE
from tests.services.locks.call_acts import claims, number
from tests.services.locks.scene import Scene
from webapp.carriers.calls import CallEvent, CallReport, PickedUp, RecordingMade, Turned
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.contact import Contact
from webapp.models.recording import Recording
from webapp.models.thread import Thread
from webapp.rules.callflow.events import Keys
from webapp.rules.hours import duty
from webapp.rules.hours.hours import DAY, Span
from webapp.services.calls import (
    answering,
    conversing,
    placing,
    recorded,
    reports,
    staff_answers,
    stepping_in,
)
from webapp.services.calls.placing import CallWanted
from webapp.services.contacts import blocking
from webapp.services.inbox import in_person
from webapp.services.media import recordings
from webapp.services.outbox import record
from webapp.services.outbox.claimed_entry import Outcome, SendResult

Act = Callable[[Scene], object]


def asks(scene: Scene) -> None:
    """Carol is on the phone with an agent, and presses 0; the phone of Ada waits to be rung."""
    scene.ada.phone, scene.ada.duty = "+12025550171", duty.to_json(dict.fromkeys(duty.DAYS, Span(0, DAY)))
    thread = factories.thread(CAROL, number().id)
    wanted = CallWanted("Hello.", desks.agent(scene.ada).id)
    placing.place(thread, wanted, "staff", scene.ada.id)  # type: ignore[arg-type]
    db.session.commit()
    claims()
    call = _call()
    answering.answer(PickedUp("uuid-1", str(call.client_ref), "CON-1", "", "", "", "vonage"))
    conversing.answer(Turned(str(call.client_ref), call.turn, Keys("0")))
    db.session.commit()


def rings(scene: Scene) -> None:
    asks(scene)
    claims()
    _event(CallEvent.RINGING)
    _event(CallEvent.ANSWERED)
    db.session.commit()


def taken(scene: Scene) -> None:
    rings(scene)
    presses("1")
    db.session.commit()


def presses(key: str) -> None:
    staff_answers.keyed(Turned(_leg().client_ref, 1, Keys(key), of_staff=True))


def _call() -> Call:
    return db.session.scalars(select(Call).where(Call.phone == CAROL)).one()


def _leg() -> CallLeg:
    return db.session.scalars(select(CallLeg).order_by(CallLeg.id).limit(1)).one()


def _event(event: CallEvent) -> None:
    leg = _leg()
    reports.receive(CallReport("uuid-leg", leg.client_ref, event, carrier="vonage"), {})


def _ends(event: CallEvent) -> None:
    call = _call()
    told = CallReport("uuid-1", str(call.client_ref), event, seconds=9, carrier="vonage")
    reports.receive(told, {})


def late(scene: Scene) -> None:
    rings(scene)
    db.session.execute(update(Call.__table__).values(staff_until=now()))  # type: ignore[arg-type]


def dropped(scene: Scene) -> None:
    taken(scene)
    _event(CallEvent.COMPLETED)
    late_now = update(Call.__table__).values(staff_until=now())  # type: ignore[arg-type]
    db.session.execute(late_now)


def recorded_legs(result: SendResult) -> None:
    [entry] = claims()
    db.session.commit()
    record.record([Outcome(entry, result, carrier_id="uuid-leg", sentence="So it is.")])


def they_call(_: Scene) -> None:
    number()
    answering.answer(PickedUp("call-in", "", "CON-9", "", DAVE, "+12025550105", "vonage"))


def leaves() -> None:
    call = db.session.scalars(select(Call).where(Call.phone == DAVE)).one()
    recorded.receive(RecordingMade(str(call.client_ref), call.turn, True, "f-1", "https://api.nexmo.com/1"))


def fetched(scene: Scene) -> None:
    they_call(scene)
    leaves()
    db.session.commit()


def record_file() -> None:
    order = recordings.claim(db.session.scalars(select(Recording.id)).one())
    assert order is not None
    recordings.record(order, recordings.Outcome(reason="Gone.", permanent=True))


def block(scene: Scene) -> None:
    blocking.block(db.session.scalars(select(Contact).where(Contact.phone == CAROL)).one(), scene.ada)


def in_person_rings(scene: Scene) -> None:
    """Ada calls Carol in person, and her phone rings."""
    scene.ada.phone = "+12025550171"
    in_person.start(factories.thread(CAROL, number().id), scene.ada)
    db.session.commit()
    claims()
    _event(CallEvent.ANSWERED)
    db.session.commit()


def an_agent_answers(scene: Scene) -> None:
    """Carol writes with an agent; Ada has a phone."""
    scene.ada.phone = "+12025550171"
    thread = factories.thread(CAROL, number().id)
    thread.agent_id, thread.agent_state = desks.agent(scene.ada).id, AgentState.ON
    db.session.commit()


def calls_in_person(scene: Scene) -> None:
    query = select(Thread).join(Contact, Contact.id == Thread.contact_id).where(Contact.phone == CAROL)
    newest = db.session.scalars(query.order_by(Thread.id.desc()).limit(1)).one()
    in_person.start(newest, scene.ada)


def in_person_taken(scene: Scene) -> None:
    in_person_rings(scene)
    presses("1")
    db.session.commit()


OF_STAFF_PHONES: dict[str, tuple[Act, Act]] = {
    "a staff phone is claimed": (asks, lambda _: claims()),
    "a staff phone is placed": (asks, lambda _: recorded_legs(SendResult.ACCEPTED)),
    "a staff phone is refused": (asks, lambda _: recorded_legs(SendResult.REFUSED)),
    "a staff phone picks up": (rings, lambda _: _event(CallEvent.HUMAN)),
    "staff take a call": (rings, lambda _: presses("1")),
    "staff decline a call": (rings, lambda _: presses("2")),
    "a staff phone is a voicemail": (rings, lambda _: _event(CallEvent.MACHINE)),
    "nothing is heard of a staff phone": (late, lambda _: staff_answers.look(_call().id)),
    "staff have left a call": (dropped, lambda _: staff_answers.dropped(_call().id)),
    "who asked for a person hangs up": (rings, lambda _: _ends(CallEvent.COMPLETED)),
    "a member calls in person": (an_agent_answers, calls_in_person),
    "a member takes their own call": (in_person_rings, lambda _: presses("1")),
    "a member declines their own call": (in_person_rings, lambda _: presses("2")),
    "a member hangs up too soon": (in_person_taken, lambda _: _event(CallEvent.COMPLETED)),
    "it is looked after who called in person": (in_person_taken, lambda _: staff_answers.look(_call().id)),
    "a call in person is canceled": (in_person_rings, lambda _: stepping_in.cancel(_call().id, None)),
    "a message is left": (they_call, lambda _: leaves()),
    "a recording is not fetched": (fetched, lambda _: record_file()),
    "a contact is blocked": (asks, block),
}
