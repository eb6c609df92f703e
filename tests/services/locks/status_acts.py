"""What staff do with conversations that need nothing now, and what opens those again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from tests.conversations import they_write
from tests.services.locks.agent_acts import carol, with_handoff
from tests.services.locks.scene import Scene
from webapp.db import db, now
from webapp.models.thread import Thread
from webapp.services.inbox.listing import bulk, put_away
from webapp.services.inbox.listing.put_away import Chosen
from webapp.services.threads import snoozes

Act = Callable[[Scene], object]


def every() -> Chosen:
    """All conversations, as someone has just read them."""
    return {one.id: put_away.read_up_to(one) for one in db.session.scalars(select(Thread))}


def close(scene: Scene) -> None:
    assert put_away.close(every(), scene.ada).changed


def snooze(scene: Scene) -> None:
    assert put_away.snooze(every(), now() + timedelta(hours=1), scene.ada).changed


def snoozed(scene: Scene) -> None:
    with_handoff(scene)
    snooze(scene)


def over(scene: Scene) -> None:
    snoozed(scene)
    db.session.execute(update(Thread).values(snoozed_until=now()))


def wake(_: Scene) -> None:
    snoozes.end(snoozes.due())


def write(_: Scene) -> None:
    they_write("One more thing.")


def reopen(scene: Scene) -> None:
    assert put_away.reopen([carol()], scene.ada).changed


def assign(scene: Scene) -> None:
    bulk.assign(every(), scene.ada.id, scene.ada)


def label(scene: Scene) -> None:
    bulk.label(every(), "Regular", scene.ada)


OF_STATUSES: dict[str, tuple[Act, Act]] = {
    "a handoff among what is closed": (with_handoff, close),
    "a handoff among what is snoozed": (with_handoff, snooze),
    "a text where it is snoozed": (snoozed, write),
    "a snooze that is over": (over, wake),
    "a person opens it again": (snoozed, reopen),
    "many are assigned": (with_handoff, assign),
    "many are labeled": (with_handoff, label),
}
