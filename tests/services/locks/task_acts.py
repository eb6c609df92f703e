"""Tasks that are carried out for Carol, and what else is said about her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from tests import factories
from tests.conversations import CAROL
from tests.services.locks.scene import Scene, ends
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.actions import carrying_out, starting
from webapp.services.actions.base import Outcome
from webapp.services.actions.carrying_out import Claimed
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun
from webapp.services.contacts import attributes, labels
from webapp.services.outbox.claimed_entry import SendResult
from webapp.services.privacy import erasure, retention, traces
from webapp.services.threads import callbacks

Act = Callable[[Scene], object]
DESK = Source(SourceKind.AGENT, "Desk", 1)
REMOTE = Planned("http_request", {"url": "http://127.0.0.1:9/"})


def thread() -> Thread:
    return db.session.scalars(select(Thread).join(Contact).where(Contact.phone == CAROL)).one()


def carol() -> Contact:
    return db.session.scalars(select(Contact).where(Contact.phone == CAROL)).one()


def begin(*planned: Planned) -> TaskRecord:
    return starting.start(thread(), TaskRun("a", "A", {}, planned), DESK, "turn:1")


def begun(kind: str, **values: str) -> Act:
    return lambda _: begin(Planned(kind, values))


def step(_scene: Scene) -> object:
    return carrying_out.step(1)


def assigned(_scene: Scene) -> None:
    factories.user("Bob", email="bob@example.org")
    db.session.flush()
    step(_scene)


def answered(_scene: Scene) -> None:
    claimed = carrying_out.step(1)
    assert isinstance(claimed, Claimed)
    carrying_out.record(claimed, Outcome(fault="It does not work."))


def failed(scene: Scene) -> None:
    begin(REMOTE)
    answered(scene)


def called(_scene: Scene) -> None:
    callbacks.add(thread(), now(), "The roof", DESK)


def canceled(_scene: Scene) -> None:
    callbacks.cancel(db.session.scalars(select(Callback.id)).one(), 1)


def suggested(_scene: Scene) -> None:
    labels.put(carol(), "Late", DESK, suggested=True)


def rejected(_scene: Scene) -> None:
    labels.reject(carol(), "Late", DESK)


def erase(_scene: Scene) -> None:
    erasure.erase(CAROL, traces.look(CAROL))


def known(scene: Scene) -> None:
    """All that is kept about her, and nothing is on its way."""
    ends(scene, SendResult.ACCEPTED)
    failed(scene)
    called(scene)
    labels.put(carol(), "VIP", DESK)
    attributes.put(carol(), "city", "Rome", DESK)


def old(scene: Scene) -> None:
    known(scene)
    settings.put("keep_messages_days", 30)
    db.session.execute(update(TaskRecord).values(at=now() - timedelta(days=99)))
    db.session.execute(
        update(Callback).values(created_at=now() - timedelta(days=99), done_at=now() - timedelta(days=98))
    )


def remove_old(_scene: Scene) -> None:
    for _ in retention.tidy():
        db.session.commit()


OF_TASKS: dict[str, tuple[Act, Act]] = {
    "a callback is canceled": (called, canceled),
    "a suggested label is rejected": (suggested, rejected),
    "an action sends a text": (begun("send_sms", text="Hi"), step),
    "an action opts out": (begun("opt_out"), step),
    "an action puts a label on": (begun("add_label", label="VIP"), step),
    "an action sets an attribute": (begun("set_attribute", name="city", value="Rome"), step),
    "an action schedules a callback": (begun("schedule_callback"), step),
    "an action assigns": (begun("assign", member="bob@example.org"), assigned),
    "an action leaves a note": (begun("note", text="Hi"), step),
    "an action hands off": (begun("hand_off", reason="Go on."), step),
    "an action fails": (begun("set_attribute", name="city", value="{{x}}"), step),
    "another system is asked": (lambda _: begin(REMOTE), step),
    "another system has answered": (lambda _: begin(REMOTE), answered),
    "a task is tried again": (failed, lambda scene: starting.try_again(1, scene.ada.id)),
    "a callback is done": (called, lambda scene: callbacks.finish(1, scene.ada.id)),
    "a contact is erased for whom tasks were carried out": (known, erase),
    "what is old of tasks is removed": (old, remove_old),
}
