"""Notices leave the app: claimed, handed over with no transaction open, and noted; tried a few times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from webapp import queue
from webapp.db import db, inline_literal, now
from webapp.errors import Fault
from webapp.models.notice import DeliveryState, Notice, NoticeDelivery, Way
from webapp.models.user import User
from webapp.services import containment, settings
from webapp.services.actions.base import Outcome
from webapp.services.actions.notices import chat, mail, ways
from webapp.services.actions.notices.ways import MailServer

LEASE = timedelta(minutes=2)
"""No other job takes it for this long; a mail server has a quarter of it."""
WAITS = [timedelta(seconds=seconds) for seconds in (60, 300, 1800, 7200)]
"""After which it is tried again."""
AT_ONCE = 100
GONE = "They are no longer of the team, or do not want notices by mail any more."


@dataclass(frozen=True)
class Claimed:
    """A delivery that is to be made now, the `attempt`th time. Of mail: `server` and `to`; else `url`."""

    delivery_id: int
    attempt: int
    text: str = field(repr=False)
    link: str
    server: MailServer | None = None
    to: str = ""
    url: str = field(default="", repr=False)


def due() -> Sequence[int]:
    """The ids of those that are to be tried now, the longest first."""
    waiting = NoticeDelivery.state == inline_literal("waiting")
    query = select(NoticeDelivery.id).where(waiting, NoticeDelivery.next_at <= now())
    return db.session.scalars(query.order_by(NoticeDelivery.next_at, NoticeDelivery.id).limit(AT_ONCE)).all()


def claim(delivery_id: int, base: str) -> Claimed | None:
    """Take it for this attempt; None: it is not due, or has failed. `base`: our address, for the link."""
    delivery = _locked(delivery_id)
    if delivery is None or delivery.state != DeliveryState.WAITING or delivery.next_at > now():
        return None
    delivery.attempts += 1
    delivery.next_at = now() + LEASE
    try:
        return _claimed(delivery, f"{base}{_path(delivery.notice)}")
    except Fault as fault:
        delivery.transition_to(DeliveryState.FAILED, fault.sentence)
        return None


def _claimed(delivery: NoticeDelivery, link: str) -> Claimed:
    """Raises Fault."""
    text = delivery.notice.text
    if delivery.way == Way.CHAT:
        return Claimed(delivery.id, delivery.attempts, text, link, url=ways.chat_url())
    user = db.session.get(User, delivery.user_id) if delivery.user_id else None
    if user is None or not user.is_active or not user.notices_by_mail:
        raise Fault(GONE)
    return Claimed(delivery.id, delivery.attempts, text, link, ways.mail_server(), user.email)


def _path(notice: Notice) -> str:
    return f"/inbox/{notice.thread_id}?view=all" if notice.thread_id else "/notices"


def perform(claimed: Claimed) -> Outcome:
    """Hand it over. With no transaction open; raises nothing that the other side causes."""
    said = f"{claimed.text}\n\n{claimed.link}"
    if claimed.server is None:
        return chat.post(claimed.url, said)
    return mail.send(claimed.server, mail.letter(claimed.server.sender, claimed.to, claimed.text, said))


def record(claimed: Claimed, outcome: Outcome) -> None:
    """Note what became of it, unless another attempt has begun meanwhile."""
    delivery = _locked(claimed.delivery_id)
    if delivery is None or delivery.state != DeliveryState.WAITING or delivery.attempts != claimed.attempt:
        return
    if outcome.result is not None:
        delivery.transition_to(DeliveryState.SENT)
    elif outcome.again and claimed.attempt <= len(WAITS):
        wait = max(WAITS[claimed.attempt - 1], timedelta(seconds=outcome.wait))
        delivery.reason, delivery.next_at = outcome.fault, now() + wait
        queue.later(queue.SEND_NOTICES, at=delivery.next_at)
    else:
        delivery.transition_to(DeliveryState.FAILED, outcome.fault)


def set_aside(delivery_id: int, error: Exception) -> None:
    """A fault of our own: it says so, and the others go on."""
    delivery = _locked(delivery_id)
    if delivery is not None and delivery.state == DeliveryState.WAITING:
        sentence = f"Outbound failed on it ({containment.name(error)}); the log says more."
        delivery.transition_to(DeliveryState.FAILED, sentence)


def try_mail(to: str) -> Outcome:
    """A mail to oneself, now. With no transaction open but what reads the settings. Raises Fault."""
    server = ways.mail_server()
    team = settings.get("team_name") or "Outbound"
    db.session.rollback()  # the server takes its time
    text = "This is a test: notices by e-mail work."
    return mail.send(server, mail.letter(server.sender, to, f"{team}: a test", text))


def try_chat() -> Outcome:
    """A post to the chat, now. Raises Fault."""
    url = ways.chat_url()
    db.session.rollback()  # the server takes its time
    return chat.post(url, "This is a test: notices reach this chat.")


def _locked(delivery_id: int) -> NoticeDelivery | None:
    query = select(NoticeDelivery).where(NoticeDelivery.id == delivery_id).with_for_update(key_share=True)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
