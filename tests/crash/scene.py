"""The scene of a crash run: two numbers, three batches, a carrier that is not at its best."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from sqlalchemy import select, update

from tests.crash import people, phones, record
from tests.crash.staff import Staff
from tests.processes.house import wait_for
from tests.simulator.server import Control
from webapp.db import db
from webapp.models.batch import BatchState, Consent
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import settings
from webapp.services.batches import consent, drafts, lifecycle

NUMBERS = {"+12025550100": 2, "+12025550199": 1}
"""Our numbers, and how many of the batches each sends."""
MESSAGE = "Hi {{first_name}}, your table is ready."
FAULTS: dict[str, dict[str, object]] = {
    "drop_before": {"fraction": 0.01},
    "drop_after": {"fraction": 0.01},
    "error_500": {"fraction": 0.005},
    "error_500_after": {"fraction": 0.005},
    "slow": {"fraction": 0.002, "seconds": 3},
    "duplicate": {"fraction": 0.05},
    "late": {"fraction": 0.05, "seconds": 3},
    "lost": {"fraction": 0.03, "only": "status"},
    "out_of_order": {"fraction": 0.05},
    "unsigned": {"fraction": 0.05},
    "wrong_signature": {"fraction": 0.05},
    "wrong_payload": {"fraction": 0.02},
    "account_level": {"fraction": 0.1},
    "sms_api_get": {"fraction": 0.03},
    "sms_api_post": {"fraction": 0.03},
    "sms_api_sig": {"fraction": 0.5},
    "error_elsewhere": {"fraction": 0.5},
}
SIMULATOR = {
    "speed": 20, "retry_speed": 20, "rate": 0, "reply_again": 1, "latency_ms": 20, "call_speed": phones.SPEED,
}  # fmt: skip
LIST_PATIENCE = 420.0
"""Seconds: a list whose job was killed is begun again when it has been silent for 45, up to four times."""


@dataclass(frozen=True)
class Scene:
    """What was set up. `lists`: the phones of each batch; the last is uploaded while things break."""

    staff: Staff
    lists: list[list[str]]

    @property
    def phones(self) -> list[str]:
        """Of everyone who may write."""
        return sorted({phone for phones in self.lists for phone in phones} - {people.POISONED})


def set_up(control: Control, staff: Staff, size: int, paces: list[float], seed: int) -> Scene:
    """Add the numbers, turn the faults on, start all batches but the last. Inside an app's context."""
    for (e164, _), pace in zip(NUMBERS.items(), paces, strict=True):
        number = Number(e164=e164, label=e164[-4:], country="US")
        number.services["sms"] = NumberService(channel="sms", pace=pace)
        db.session.add(number)
    settings.put("requests_per_second", None)
    db.session.commit()
    for name, how in (FAULTS | phones.FAULTS).items():
        control.fault(name, **how)
    scene = Scene(staff, people.lists(sum(NUMBERS.values()), size, random.Random(seed)))
    for n in range(len(scene.lists) - 1):
        start(upload(scene, n))
    return scene


def upload(scene: Scene, n: int) -> int:
    """Make a batch of list `n` and write its message; answers its id. Jobs read and check the list."""
    ours = [e164 for e164, count in NUMBERS.items() for _ in range(count)]
    user_id = db.session.scalars(select(User.id)).first()
    assert user_id
    batch = drafts.create(user_id, f"List {n + 1}")
    batch.number_id = db.session.scalars(select(Number.id).where(Number.e164 == ours[n])).one()
    batch.country = "US"
    drafts.attach(batch, "list.csv", io.BytesIO(people.as_csv(scene.lists[n])), user_id)
    db.session.commit()
    wait_for(lambda: _done(batch.id, "reading"), LIST_PATIENCE)
    batch = lifecycle.get(batch.id, lock=True)
    consent.state(batch, Consent.CUSTOMER, "", user_id)
    drafts.write(batch, MESSAGE, 1)
    db.session.commit()
    return batch.id


def start(batch_id: int) -> None:
    """Wait until the list is checked, poison a row of it, and start."""
    wait_for(lambda: _done(batch_id, "checking"), LIST_PATIENCE)
    row = (Recipient.batch_id == batch_id, Recipient.phone == people.POISONED)
    db.session.execute(update(Recipient).where(*row).values(cells=7))
    lifecycle.start(lifecycle.get(batch_id, lock=True))
    db.session.commit()


def _done(batch_id: int, work: str) -> bool:
    batch = lifecycle.get(batch_id)
    assert not batch.reading_fault + batch.checking_fault, (batch.reading_fault, batch.checking_fault)
    state: Work = getattr(batch, work)
    db.session.rollback()
    return state == Work.DONE


def send_without_pace() -> None:
    """Somebody takes the pace off, so that what is left goes quickly."""
    db.session.execute(update(NumberService).values(pace=None))
    db.session.commit()


def finished() -> bool:
    """Everything has its end as far as anyone knows."""
    stand = record.standing()
    open_ends = {"queued", "sending", "faulty"} & (stand["recipient"].keys() | stand["entry"].keys())
    return set(stand["batch"]) == {BatchState.FINISHED} and not open_ends
