"""Telling the replies of a batch apart, and taking away what was made up."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update

from tests import factories
from tests.conversations import CAROL, they_write
from tests.services.locks.scene import Scene
from webapp.db import db
from webapp.models.recipient import Recipient
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches.replies import reply_kinds
from webapp.services.demo import filling, removing

Act = Callable[[Scene], object]


def replied(_scene: Scene) -> None:
    batch = factories.batch([CAROL], number_id=1, created_by=1)
    factories.sent(batch, CAROL)
    db.session.commit()
    they_write("yes")


def replied_before(scene: Scene) -> None:
    replied(scene)
    db.session.execute(update(Recipient).values(reply_kind=None))


def of_all_kinds(scene: Scene) -> int:
    kinds = [kind for kind in ReplyKind if kind != ReplyKind.OTHER]
    batch_id = (
        db.session.query(Recipient.batch_id).filter(Recipient.replied_at.is_not(None)).limit(1).scalar()
    )
    return sum(reply_kinds.correct_all(batch_id, kind, ReplyKind.OTHER, scene.ada.id) for kind in kinds)


OF_THE_DEMO: dict[str, tuple[Act, Act]] = {
    "the kind of replies corrected": (replied, of_all_kinds),
    "old replies told apart": (replied_before, lambda _: reply_kinds.tell_old()),
    "what was made up is removed": (lambda scene: filling.fill(scene.ada), lambda _: removing.remove()),
}
