"""A batch of calls beside the texts: people of every kind pick up, an agent talks with them, no one twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from tests import factories
from tests.length import length
from webapp.db import db, now
from webapp.models.agent import Agent, EngineName
from webapp.models.batch import Batch, BatchState, RepliesBy
from webapp.models.call import Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.entry import Entry
from webapp.models.media import MediaState
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.recording import Recording
from webapp.models.user import User
from webapp.services import row_locks
from webapp.services.calls import leases

OURS = "+12025550377"
ENDINGS = (
    "1234", "1111", "2222", "3001", "3002", "3003", "3004", "3008", "3009", "3011", "3012", "3017", "3021",
    "4444",
)  # fmt: skip
"""Who picks up, see docs/simulator.md."""
EACH = length(3, 5)
SPEED = 10.0
FAULTS: Mapping[str, dict[str, object]] = {
    "events_out_of_order": {"fraction": 0.05},
    "line_drops": {"fraction": 0.05, "seconds": 8},
}
OUT = "we will not call you again"
"""What those are told who opt out in a call."""
ENDED = {RecipientStatus.UNKNOWN, RecipientStatus.SKIPPED, RecipientStatus.FAILED, *RecipientStatus} - {
    RecipientStatus.QUEUED, RecipientStatus.WAITING, RecipientStatus.SENDING, RecipientStatus.CALLING,
    RecipientStatus.RINGING, RecipientStatus.TALKING, RecipientStatus.FAULTY,
}  # fmt: skip
Offenders = dict[str, list[str]]


def begin(seed: int) -> None:
    """The number, and its batch, which runs. After desks.set_up, inside an application's context."""
    user = db.session.scalars(select(User)).first()
    agent = db.session.scalars(select(Agent).where(Agent.engine == EngineName.PLAYBOOK)).first()
    assert user
    assert agent
    number = Number(e164=OURS, label="Calls", country="US")
    number.services["call"] = NumberService(channel=Channel.CALL, active=True, pace=3.0, at_once=20)
    db.session.add(number)
    db.session.flush()
    phones = [phone for ending in ENDINGS for phone in factories.phones(EACH, ending)]
    random.Random(seed).shuffle(phones)
    batch = factories.batch(phones, number_id=number.id, created_by=user.id, state=BatchState.DRAFT)
    batch.channel = Channel.CALL
    batch.content = CallContent(message="Hello {{first_name}}, your table is ready.", longest_seconds=60)
    batch.replies_by, batch.agent_id = RepliesBy.AGENT, agent.id
    batch.transition_to(BatchState.RUNNING)
    batch.started_at = now()
    db.session.commit()


SOON = timedelta(seconds=3)
"""Longer than one who lives takes to fetch a recording."""


def make_older() -> None:
    """What fell silent is asked about at once, and leases are over. Rows are locked in the house's order.

    A call whose lease has ended until its row was held gets none again: nothing would ever end that.
    """
    over = {"looked_at": now() - 2 * leases.RINGS, "lease_until": now()}
    calls: Any = Call.__table__
    leased = select(calls.c.id).where(calls.c.lease_until.is_not(None))
    held = db.session.scalars(row_locks.in_order(Entry.id, Entry.id.in_(leased))).all()
    still = (calls.c.id.in_(held), calls.c.lease_until.is_not(None))
    db.session.execute(update(calls).where(*still).values(over))
    db.session.commit()
    legs = row_locks.in_turn(CallLeg.id, CallLeg.lease_until.is_not(None))
    db.session.execute(update(CallLeg).where(legs).values(over))
    db.session.commit()
    fetched = (Recording.state == MediaState.WAITING, Recording.next_try_at > now() + SOON)
    dead = row_locks.in_turn(Recording.id, *fetched)  # who fetched them was killed, or fails and waits longer
    db.session.execute(update(Recording).where(dead).values(next_try_at=now() + SOON))
    db.session.commit()


def audit(calls: Sequence[Mapping[str, Any]]) -> Offenders:
    """`calls`: as the carrier has them. For each promise, those that break it."""
    ours = db.session.execute(_ours()).all()
    recipients = db.session.execute(_recipients()).all()
    people = {one.phone for one in recipients}
    placed = [one for one in calls if one["direction"] == "outbound"]
    dialled = Counter(phone for one in placed if (phone := f"+{one['to']}") in people)
    out = set(db.session.scalars(select(OptOut.phone)))
    found = {
        "dialled twice": [phone for phone, times in dialled.items() if times > 1],
        "call without an end": [f"{one.phone} {one.status}" for one in recipients if one.status not in ENDED],
        "call with a line that is still taken": [one.phone for one in ours if one.lease_until],
        "over, and neither an outcome nor unknown": [
            f"{one.phone} {one.state}" for one in ours if not _is_settled(one)
        ],
        "told that they are out, and not kept": [
            phone for one in placed if OUT in _said(one) and (phone := f"+{one['to']}") not in out
        ],
    }
    db.session.rollback()
    return found


def numbers(calls: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How much went on."""
    outcomes = Counter(str(one) for one in db.session.scalars(select(Call.outcome)))
    db.session.rollback()
    spoken = sum(1 for one in calls if any(turn["who"] == "person" for turn in one["transcript"]))
    return {
        "calls": len(calls),
        "calls with words": spoken,
        "calls answered": outcomes["answered"],
    }


def _ours() -> Any:
    return select(Call.phone, Call.state, Call.outcome, Call.lease_until)


def _recipients() -> Any:
    query = select(Recipient.phone, Recipient.status).join(Batch, Batch.id == Recipient.batch_id)
    return query.where(Batch.channel == Channel.CALL)


def _is_settled(one: Any) -> bool:
    never = (CallState.UNKNOWN, CallState.FAILED, CallState.SKIPPED, CallState.CANCELED)
    return (one.state == CallState.ENDED and one.outcome) or one.state in never


def _said(call: Mapping[str, Any]) -> str:
    """By us, and heard."""
    return " ".join(turn["text"] for turn in call["transcript"] if turn["who"] == "app" and turn["heard"])
