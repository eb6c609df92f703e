"""Staff on duty whose phones ring, people who call us, and what became of all of these calls."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from requests import HTTPError
from sqlalchemy import select

from tests import factories
from tests.crash.steps import Steps
from tests.simulator.server import Control
from webapp.db import db
from webapp.models.call import OPEN, Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Direction
from webapp.models.media import MediaState
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.recording import Recording, RecordingKind
from webapp.models.user import Role
from webapp.rules.hours import duty
from webapp.rules.hours.hours import DAY, Span
from webapp.services import settings

STAFFED = "+12025550366"
"""Ours: no agent answers there."""
STAFF = {"Bea": "+13035553018", "Cid": "+13035553003", "Dan": "+13035553001", "Eve": "+13035553004"}
"""Takes the call, declines it, lets it ring, has a voicemail."""
CALLERS = ("1234", "3009", "3011", "3012", "3017")
"""Talk, hang up at once, opt out, ask for a person: see docs/simulator.md."""
JOINED = "Entered the conversation"
REST = 0.5
"""Seconds until someone calls us, after each blow."""
Offenders = dict[str, list[str]]


class Colleagues:
    """Two threads: people who call, until `end`; staff who talk with whom they get, until they `leave`."""

    def __init__(self, controls: Sequence[Control], agent_number: str, seed: int) -> None:
        self._street, self._desk = controls
        self._numbers = (agent_number, STAFFED)
        self._chance = random.Random(seed)
        self._calling = Steps(self._call, rest=REST, most=1)
        self._talking = Steps(self._talk, rest=0.5)

    def begin(self, webhooks: str) -> None:
        """Inside an application's context. `webhooks`: the address of ours."""
        self._street.configure(answer_url=f"{webhooks}/answer", event_url=f"{webhooks}/event")
        number = Number(e164=STAFFED, label="Front desk", country="US")
        number.services["call"] = NumberService(channel="call", active=True, pace=3.0, at_once=20)
        db.session.add(number)
        settings.put("ring_staff_seconds", 5)
        around_the_clock = duty.to_json(dict.fromkeys(duty.DAYS, Span(0, DAY)))
        for name, phone in STAFF.items():
            factories.user(name, Role.STAFF, phone=phone, duty=around_the_clock)
        db.session.commit()
        self._calling.start()
        self._talking.start()

    def meet(self) -> None:
        """Someone else may call."""
        self._calling.go_on()

    def end(self) -> None:
        """No one calls any more. Raises what went wrong in a thread."""
        self._calling.end()

    def leave(self) -> None:
        """No one talks any more either."""
        self._talking.end()

    def _call(self) -> None:
        chance = self._chance
        phone = chance.choice(factories.phones(30, chance.choice(CALLERS))[10:])
        self._street.dial(phone, chance.choice(self._numbers))

    def _talk(self) -> None:
        """Who has been put through says a word, and hangs up."""
        for phone in STAFF.values():
            for call in self._desk.calls(status="answered", phone=phone.removeprefix("+")):
                if any(JOINED in one["text"] for one in call["transcript"]):
                    with suppress(HTTPError):  # it was over meanwhile
                        self._desk.act(call["uuid"], "say", text="Hello, how can I help?")
                        self._desk.act(call["uuid"], "hang_up")


def going_on() -> list[str]:
    """Calls and staff phones that are not over, or still have a line; messages that are to be fetched."""
    waits = (CallState.QUEUED, CallState.SENDING, CallState.SENT, CallState.RINGING, CallState.ANSWERED)
    found = []
    for kind in (Call, CallLeg):
        query = select(kind.phone, kind.state).where(kind.state.in_(waits) | kind.lease_until.is_not(None))
        found += [f"{row.phone} {row.state}" for row in db.session.execute(query)]
    coming = select(Recording.id).where(Recording.state == MediaState.WAITING)
    found += [f"recording {one}" for one in db.session.scalars(coming)]
    db.session.rollback()
    return found


def audit(calls: Sequence[Mapping[str, Any]], hooks: Sequence[Mapping[str, Any]]) -> Offenders:
    """For each promise, those that break it. The carrier's record: `calls`, and what they told us."""
    ours = db.session.scalars(select(Call)).all()
    legs = db.session.scalars(select(CallLeg)).all()
    found = {
        "placed more often than we wanted to": _too_often(calls, ours, legs),
        "placed and not in our record": _strangers(calls, ours, legs),
        "answered, and not in our record": _unknown_callers(calls, ours, hooks),
        "staff phone without an end": [
            f"{leg.phone} {leg.state}" for leg in legs if leg.lease_until or _is_open(leg.state)
        ],
        "two staff took one call": [
            f"call {call} round {number}" for (call, number), count in _taken(legs).items() if count > 1
        ],
        "message of a caller lost or made up": _messages(ours, calls, hooks),
    }
    db.session.rollback()
    return found


def numbers() -> dict[str, int]:
    """How much went on."""
    results = Counter(str(one) for one in db.session.scalars(select(CallLeg.result)))
    came = db.session.scalars(select(Call.outcome).where(Call.direction == Direction.IN)).all()
    kept = db.session.scalars(select(Recording.id)).all()
    db.session.rollback()
    return {
        "calls to us": len(came),
        "calls taken by staff": results["accepted"],
        "staff phones rung": results.total(),
        "messages of callers": len(kept),
    }


def _is_open(state: CallState) -> bool:
    """A staff phone of which no one knows what became of it has an end: it says so."""
    return state == CallState.QUEUED or (state in OPEN and state != CallState.UNKNOWN)


def _placed(calls: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in calls if one["direction"] == "outbound"]


def _too_often(calls: Any, ours: Sequence[Call], legs: Sequence[CallLeg]) -> list[str]:
    wanted = Counter(one.phone for one in ours if one.direction == Direction.OUT and one.claimed_at)
    wanted.update(leg.phone for leg in legs if leg.claimed_at)
    dialled = Counter(f"+{one['to']}" for one in _placed(calls))
    return [
        f"{phone} {count} times, of {wanted[phone]}" for phone, count in dialled.items()
        if count > wanted[phone]
    ]  # fmt: skip


def _strangers(calls: Any, ours: Sequence[Call], legs: Sequence[CallLeg]) -> list[str]:
    """Each is one of ours by its id, or one of which we say that we do not know whether it was placed."""
    rows: list[Any] = [*ours, *legs]
    known = Counter(one.carrier_id for one in rows if one.carrier_id)
    unnamed = Counter(one.phone for one in rows if not one.carrier_id and one.state == CallState.UNKNOWN)
    strange = Counter(f"+{one['to']}" for one in _placed(calls) if one["uuid"] not in known)
    found = [f"{phone}: {count}" for phone, count in strange.items() if count > unnamed[phone]]
    return found + [f"{one} twice" for one, count in known.items() if count > 1]


def _unknown_callers(calls: Any, ours: Sequence[Call], asked: Iterable[Mapping[str, Any]]) -> list[str]:
    answered = {one["call"] for one in asked if one["kind"] == "answer" and one["answer"] == 200}
    known = {one.carrier_id for one in ours if one.direction == Direction.IN}
    came = [one for one in calls if one["direction"] == "inbound"]
    return [one["from"] for one in came if one["uuid"] in answered and one["uuid"] not in known]


def _taken(legs: Iterable[CallLeg]) -> Counter[tuple[int, int]]:
    return Counter((leg.call_id, leg.round) for leg in legs if leg.accepted_at)


def _messages(
    ours: Sequence[Call], calls: Iterable[Mapping[str, Any]], hooks: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Each of which we were told, and have said that we know, is kept, and fetched or not to be had.

    A caller may have left two: who is killed between telling a line to record and noting that it was told
    leaves it to be told again, as a line that no one tells anything would be silent. Both are kept.
    """
    query = select(Recording.call_id, Recording.carrier_id, Recording.kind, Recording.state)
    kept = db.session.execute(query).all()
    made = {uuid for one in calls for uuid in one.get("recordings", ())}
    found = [f"call {row.call_id} {row.state}" for row in kept if row.state == MediaState.WAITING]
    messages = [row for row in kept if row.kind == RecordingKind.MESSAGE]
    found += [f"call {row.call_id}: not the carrier's" for row in messages if row.carrier_id not in made]
    told = [one for one in hooks if one["answer"] == 200 and "recording_url" in one["body"]]
    known = {row.carrier_id for row in kept}
    callers = {one.carrier_id: one.phone for one in ours if one.direction == Direction.IN}
    return found + [
        f"{callers[one['call']]}: {one['body']['recording_uuid']} is not kept"
        for one in told
        if one["call"] in callers and one["body"]["recording_uuid"] not in known
    ]
