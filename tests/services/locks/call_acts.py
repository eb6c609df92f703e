"""Calls to Carol and Dave from a number of their own, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, DAVE
from tests.services.locks.scene import Scene
from webapp.agents import typed_json
from webapp.agents.base import Decision, Handoff, HandoffKind
from webapp.carriers.calls import CallEvent, CallReport, PickedUp, Turned
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call, CallState
from webapp.models.call_question import CallQuestion
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.rules.callflow.events import Event, Heard, Keys
from webapp.rules.callflow.state import Phase, State, to_json
from webapp.services.calls import answering, conversing, hanging_up, leases, placing, reports, stepping_in
from webapp.services.calls.leg_state import Silent
from webapp.services.calls.placing import CallWanted
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult

Act = Callable[[Scene], object]
WISH = Decision(opt_out=True)


def number() -> Number:
    ours = factories.number("+12025550105")
    ours.services["sms"].active = False
    ours.services["call"] = NumberService(channel=Channel.CALL, active=True, at_once=5)
    db.session.flush()
    return ours


def batch(scene: Scene) -> Batch:
    """It calls both of them, and those who do not answer once more."""
    made = factories.batch(
        [CAROL, DAVE], number_id=number().id, created_by=scene.ada.id, state=BatchState.DRAFT
    )
    made.channel, made.content = Channel.CALL, CallContent("Hello.", retries=1)
    made.transition_to(BatchState.RUNNING)
    db.session.commit()
    return made


def claims() -> list[ClaimedEntry]:
    return [one for sender in due.senders() if sender.channel == "call" for one in claim.claim(sender, 10)]


def ends(result: SendResult) -> None:
    placed = db.session.scalars(select(Call).order_by(Call.id.desc())).all()
    record.record([_outcome(one, result) for one in placed])


def _outcome(call: Call, result: SendResult) -> Outcome:
    order: Any = PickedUp("", str(call.client_ref), "", "", "", call.phone)
    entry = ClaimedEntry(call.id, (call.number_id, Channel.CALL), call.recipient_id, call.batch_id,
                          "vonage", 1, order)  # fmt: skip
    return Outcome(entry, result, carrier_id=f"call-{call.id}", sentence="So it is.")


def placed(scene: Scene) -> None:
    batch(scene)
    claims()
    db.session.commit()
    ends(SendResult.ACCEPTED)


def event(*events: CallEvent, by_carrier: bool = False) -> None:
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    for one in events:
        told = CallReport(str(call.carrier_id), str(call.client_ref), one, carrier="vonage")
        reports.receive(replace(told, by_carrier=by_carrier), {})


def over(scene: Scene) -> None:
    placed(scene)
    db.session.execute(update(Call.__table__).values(lease_until=now() - timedelta(minutes=1)))  # type: ignore[arg-type]


def single(scene: Scene) -> None:
    thread = factories.thread(CAROL, number().id)
    placing.place(thread, CallWanted("Hello."), "staff", scene.ada.id)  # type: ignore[arg-type]


def talking(scene: Scene) -> None:
    """An agent with Carol."""
    placed(scene)
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    call.state, call.answered_at, call.agent_id = CallState.ANSWERED, now(), desks.agent(scene.ada).id
    call.flow = to_json(State(Phase.TALKING, spoken=1))
    db.session.commit()


def the_call() -> int:
    return db.session.scalars(select(Call.id).where(Call.phone == CAROL)).one()


def ask(_: Scene) -> None:
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    answering.answer(PickedUp(str(call.carrier_id), str(call.client_ref), "CON-1", "", "", "", "vonage"))


def canceled(scene: Scene) -> None:
    """While their phones ring."""
    placed(scene)
    made = db.session.scalars(select(Batch).where(Batch.channel == Channel.CALL)).one()
    made.transition_to(BatchState.CANCELED)
    db.session.commit()


def looked(_: Scene) -> None:
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    told = CallReport(str(call.carrier_id), "", CallEvent.COMPLETED, seconds=3, carrier="vonage")
    leases.looked(Silent(call.id, "vonage", str(call.carrier_id), ""), told)


def says(event: Event) -> Callable[[Scene], None]:
    """In the turn that the line hears first; what it heard before does not matter."""

    def act(_: Scene) -> None:
        call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
        conversing.answer(Turned(str(call.client_ref), call.turn, event))

    return act


def understood(scene: Scene, decision: Decision = WISH) -> None:
    """A model has understood that Carol wants no more calls, and her line was not told yet."""
    talking(scene)
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    call.flow = to_json(State(Phase.TALKING, thinking=True))
    wish = typed_json.to_json(decision)
    asked = CallQuestion(call_id=call.id, turn=0, heard=typed_json.to_json(Heard("Spare me.")), decision=wish)
    asked.decided_at = now()
    db.session.add(asked)
    db.session.commit()


def goes_on(_: Scene) -> None:
    call = db.session.scalars(select(Call).where(Call.phone == CAROL)).one()
    question = db.session.scalars(select(CallQuestion)).one()
    conversing.go_on(conversing.Waiting(call.id, question.id, call.turn, filled=False))


def talked(scene: Scene) -> None:
    """The call with Carol is over, and what she said last is not told yet."""
    talking(scene)
    event(CallEvent.COMPLETED)
    db.session.commit()


def called_back(scene: Scene) -> None:
    """Carol waits to be called again, and calls that number herself; she has talked with its agent."""
    placed(scene)
    event(CallEvent.NO_ANSWER)
    answering.answer(PickedUp("call-in", "", "CON-9", "", CAROL, "+12025550105", "vonage"))
    call = db.session.scalars(select(Call).where(Call.carrier_id == "call-in")).one()
    call.agent_id, call.flow = desks.agent(scene.ada).id, to_json(State(Phase.TALKING, spoken=1))
    db.session.commit()


def hangs_up(_: Scene) -> None:
    reports.receive(CallReport("call-in", "", CallEvent.COMPLETED, seconds=9, carrier="vonage"), {})


def comes_in(_: Scene) -> None:
    answering.answer(PickedUp("call-1", "", "CON-9", "", DAVE, factories.OUR_NUMBER, "vonage"))


OF_CALLS: dict[str, tuple[Act, Act]] = {
    "calls are claimed": (batch, lambda _: claims()),
    "a single call is claimed": (single, lambda _: claims()),
    "calls are taken": (lambda scene: (batch(scene), claims()), lambda _: ends(SendResult.ACCEPTED)),
    "calls are refused": (lambda scene: (batch(scene), claims()), lambda _: ends(SendResult.REFUSED)),
    "calls are given back": (lambda scene: (batch(scene), claims()), lambda _: ends(SendResult.RETURNED)),
    "nobody knows whether they were placed": (
        lambda scene: (batch(scene), claims()),
        lambda _: ends(SendResult.UNKNOWN),
    ),
    "a phone rings": (placed, lambda _: event(CallEvent.RINGING)),
    "a call ends": (placed, lambda _: event(CallEvent.ANSWERED, CallEvent.COMPLETED)),
    "a call ends in which they talked": (talking, lambda _: event(CallEvent.COMPLETED)),
    "the line is lost while they talk": (talking, lambda _: event(CallEvent.COMPLETED, by_carrier=True)),
    "who was to be called again has called back": (called_back, hangs_up),
    "a call fails": (placed, lambda _: event(CallEvent.FAILED)),
    "nobody answers, and is called again": (placed, lambda _: event(CallEvent.NO_ANSWER)),
    "a call asks what is said": (placed, ask),
    "a call comes in": (lambda _: None, comes_in),
    "the leases are over": (over, lambda _: leases.end(leases.over()[0])),
    "a call is hung up": (
        placed,
        lambda scene: hanging_up.hang_up(db.session.scalars(select(Call.id).limit(1)).one(), scene.ada.id),
    ),
    "they press 9 in a call": (talking, says(Keys("9"))),
    "they may want no more calls, and hang up": (
        lambda scene: (talking(scene), says(Heard("leave me alone"))(scene)),
        lambda _: event(CallEvent.COMPLETED),
    ),
    "a model understands that they want no more calls": (understood, goes_on),
    "a model wants staff in a call": (
        lambda scene: understood(scene, Decision(handoff=Handoff(HandoffKind.ASKED, "Why."))),
        goes_on,
    ),
    "they hang up, and a model has understood that": (understood, lambda _: event(CallEvent.COMPLETED)),
    "they said stop, which is told after the call": (talked, says(Heard("stop calling me"))),
    "they said what may mean that, told after the call": (talked, says(Heard("leave me alone"))),
    "a call that waits is canceled": (single, lambda scene: stepping_in.cancel(the_call(), scene.ada.id)),
    "a call is taken over": (talking, lambda scene: stepping_in.take_over(the_call(), scene.ada)),
    "what must not ring any more is hung up": (canceled, lambda _: hanging_up.end_unwanted()),
    "the carrier is asked about a call": (placed, looked),
}
