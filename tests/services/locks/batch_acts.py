"""What is done with batches: what comes before it, and the act itself."""

from __future__ import annotations

from collections.abc import Callable

from tests.services.locks.scene import Scene, draft, ends, first, several
from webapp.db import db
from webapp.services.batches import archiving, checking, drafts, lifecycle, retry
from webapp.services.batches.lists import reading, reuse
from webapp.services.batches.lists.reuse import ReuseForm
from webapp.services.batches.retry import Resolution
from webapp.services.outbox.claimed_entry import SendResult

Act = Callable[[Scene], object]


def nothing(_scene: Scene) -> None:
    """Comes before."""


def resolve(scene: Scene, resolution: Resolution) -> None:
    entry = scene.sent
    assert entry.batch_id and entry.recipient_id
    retry.resolve(entry.batch_id, entry.recipient_id, resolution, scene.ada.id)


def remove_draft(scene: Scene) -> None:
    drafts.remove(lifecycle.get(3, lock=True), scene.ada.id)


def copy_first(scene: Scene) -> None:
    reuse.make(first(), ReuseForm("Once more", "sms", "list"), scene.ada.id)
    db.session.flush()


def read_copy(scene: Scene) -> None:
    """Both what is read and what is checked of it hold the new batch alone."""
    copied = reuse.make(first(), ReuseForm("Once more", "sms", "list"), scene.ada.id).id
    db.session.commit()
    for _ in reading.read(copied):
        db.session.commit()


def archive_first(scene: Scene) -> None:
    archiving.archive(first(), scene.ada.id)


def pause(scene: Scene) -> None:
    lifecycle.pause(first(), "Why?", scene.ada.id)


def cancel(scene: Scene) -> None:
    lifecycle.cancel(first(), scene.ada.id)


OF_BATCHES: dict[str, tuple[Act, Act]] = {
    "paused": (nothing, pause),
    "resumed": (pause, lambda scene: lifecycle.resume(first(), scene.ada.id)),
    "canceled": (nothing, cancel),
    "settled": (cancel, lambda _: lifecycle.end_unsent_rows(1)),
    "failures tried again": (
        lambda scene: several(scene, *[SendResult.REFUSED] * 5),
        lambda scene: retry.retry_failed(first(), scene.ada.id),
    ),
    "unknown, and was sent": (
        lambda scene: ends(scene, SendResult.UNKNOWN),
        lambda scene: resolve(scene, Resolution.SENT),
    ),
    "unknown, and sent again": (
        lambda scene: ends(scene, SendResult.UNKNOWN),
        lambda scene: resolve(scene, Resolution.AGAIN),
    ),
    "checked": (lambda _: draft(), lambda _: list(checking.check(3))),
    "a draft removed": (lambda _: draft(), remove_draft),
    "a batch used again": (nothing, copy_first),
    "its list copied": (nothing, read_copy),
    "archived": (cancel, archive_first),
}
