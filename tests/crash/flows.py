"""Workflows beside the batches: hundreds of runs that text, call, ask another system, note, and wait."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass

from sqlalchemy import select, update

from tests import factories
from tests.crash.elsewhere import AGAIN, ONCE, Elsewhere
from tests.crash.steps import Steps
from tests.simulator.server import Control
from webapp.db import db, now
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import Awaits, RunState, WorkflowRun
from webapp.rules.workflow.document import Again, Branch, Document, Step, Trigger, WhoAndWhen
from webapp.services import row_locks
from webapp.services.threads import opening
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.editing import publishing

OURS = "+12025550388"
PACE = 20.0
FOLLOW_UP, CALL_THEM, ASK_THEM, ORDERS = "Follow up", "Call them", "Ask them", "Orders"
FIRST, LAST, GREAT, THANKS = "Your visit is booked.", "See you soon.", "Great!", "Thanks for"
NOTED = "They were told."
CALLED = 0.1
"""The share of all runs that call; as many ask for a reply."""
SAY_YES, QUIET, ANSWERS = "1111", "0144", "1234"
"""Last digits, see docs/simulator.md."""
WRITERS = 12
HURRIED = 0.4
"""The share of runs that wait whose time comes between two blows."""


@dataclass(frozen=True)
class Started:
    """A run that was asked for: of which workflow, for which phone (E.164), under which key."""

    workflow: str
    phone: str
    key: str


class Flows:
    """`begin` inside an application's context; `meet` between blows; a thread of people who write orders."""

    def __init__(self, control: Control, elsewhere: Elsewhere, runs: int, seed: int) -> None:
        self._control, self._elsewhere = control, elsewhere
        self._chance = random.Random(seed)
        self._writing = random.Random(seed + 1)
        self._waiting = _wanted(runs, self._chance)
        self._portion = 1
        self.started: list[Started] = []
        self._steps = Steps(self._write, rest=1.0, most=3)

    def begin(self, portions: int) -> None:
        """From now on people write orders, too."""
        self.publish(portions)
        self._steps.start()

    def publish(self, portions: int) -> None:
        """All of them. What is started comes in so many portions."""
        user = db.session.scalars(select(User)).first()
        assert user
        number = Number(e164=OURS, label="Visits", country="US")
        number.services["sms"] = NumberService(channel="sms", pace=PACE)
        number.services["call"] = NumberService(channel="call", active=True, pace=3.0, at_once=6)
        db.session.add(number)
        db.session.flush()
        for name, document in _documents(number.id, self._elsewhere.url).items():
            workflow = store.create(name, user, document)
            publishing.publish(workflow.id, workflow.revision, user)
        db.session.commit()
        self._portion = -(-len(self._waiting) // portions)

    def meet(self) -> None:
        """More are started, and for some that wait the time has come."""
        self._steps.go_on()
        for name, phone in self._waiting[: self._portion]:
            self._start(name, phone)
        del self._waiting[: self._portion]
        pass_time(self._chance, HURRIED)

    def end(self) -> None:
        """No more of it. Raises what went wrong in the thread."""
        self._steps.end()
        while self._waiting:
            self.meet()

    def _start(self, name: str, phone: str) -> None:
        user = db.session.scalars(select(User)).first()
        workflow = db.session.scalars(select(Workflow).where(Workflow.name == name)).one()
        assert user
        key = uuid.uuid4().hex
        contact_id = opening.contact(phone)
        by_hand.start(workflow.id, [contact_id], user, key)
        db.session.commit()
        self.started.append(Started(name, phone, f"hand:{key}:{contact_id}"))

    def _write(self) -> None:
        phone = self._writing.choice(factories.phones(WRITERS, "0145"))
        self._control.inbound(phone, OURS, f"Order {uuid.uuid4().hex}")


def pass_time(chance: random.Random, share: float) -> None:
    """It is later for some of the runs that wait for nothing else."""
    waits = (WorkflowRun.state == RunState.WAITING, WorkflowRun.awaits == Awaits.TIME)
    ids = db.session.scalars(select(WorkflowRun.id).where(*waits, WorkflowRun.due_at > now())).all()
    some = [one for one in sorted(ids) if chance.random() < share]
    hurried = update(WorkflowRun).where(row_locks.in_turn(WorkflowRun.id, WorkflowRun.id.in_(some), *waits))
    db.session.execute(hurried.values(due_at=now()))
    db.session.commit()


def _wanted(runs: int, chance: random.Random) -> list[tuple[str, str]]:
    few = round(runs * CALLED)
    found = [(CALL_THEM, phone) for phone in _own(few, ANSWERS)]
    found += [(ASK_THEM, phone) for phone in _own(few // 2, SAY_YES) + _own(few - few // 2, QUIET)]
    found += [(FOLLOW_UP, f"+1202791{n:04d}") for n in range(runs - 2 * few)]
    chance.shuffle(found)
    return found


def _own(count: int, last: str) -> list[str]:
    """Phones that are on no list of the batches."""
    return [f"+1202{792 + n:03d}{last}" for n in range(count)]


def _documents(number_id: int, url: str) -> dict[str, Document]:
    box = WhoAndWhen(number_id=number_id, again=Again.EVERY, stop_on_reply=False, a_day=100, an_hour=10_000)
    by_hand_alone = Trigger("hand")
    great = Branch("yes", steps=(_sms("s3", GREAT),))
    flows = {
        FOLLOW_UP: _follow_up(url),
        CALL_THEM: (*_follow_up(url)[:1], _call("s2"), *_follow_up(url)[4:]),
        ASK_THEM: (_sms("s1", FIRST), Step("s2", "wait_reply", {"amount": "1", "unit": "minutes"}, (great,))),
    }
    found = {name: Document(by_hand_alone, steps=steps, box=box, next_id=50) for name, steps in flows.items()}
    trigger = Trigger("message", {"number": str(number_id), "words": "order", "kind": "any"})
    thanks = (_sms("s1", THANKS + " {{trigger.text}}"),)
    return found | {ORDERS: Document(trigger, steps=thanks, box=box, next_id=50)}


def _follow_up(url: str) -> tuple[Step, ...]:
    return (
        _sms("s1", FIRST),
        Step("s2", "http_request", {"method": "POST", "url": url + ONCE, "body": "visit: new"}),
        Step("s3", "wait", {"amount": "1", "unit": "hours"}),
        Step(
            "s4", "http_request", {"method": "POST", "url": url + AGAIN, "body": "a: b", "repeatable": "yes"}
        ),
        Step("s5", "note", {"text": NOTED}),
        _sms("s6", LAST),
    )


def _call(name: str) -> Step:
    said = {"first_message": "Hello, your visit is tomorrow.", "longest_seconds": "60"}
    return Step(name, "place_call", said)


def _sms(name: str, text: str) -> Step:
    return Step(name, "send_sms", {"text": text})
