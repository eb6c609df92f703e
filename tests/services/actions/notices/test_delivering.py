"""A notice leaves once; what fails is tried a few times, and then says so."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from jobs import notices as jobs
from tests.mail_server import MailServer
from tests.services.actions.system import OtherSystem
from webapp.db import db, now
from webapp.models.notice import NoticeDelivery
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services.actions.base import Outcome
from webapp.services.actions.notices import delivering, store, ways

DRIP = Source(SourceKind.WORKFLOW, "Drip", 3)
BASE = "https://outbound.example"


def only() -> NoticeDelivery:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(NoticeDelivery)).one()


def tell(text: str = "Carol waits", chat: bool = False, user_id: int | None = None) -> None:
    store.add(text, DRIP, user_id, chat=chat)
    db.session.commit()


def hurry() -> None:
    """Its time has come."""
    db.session.execute(update(NoticeDelivery).values(next_at=now() - timedelta(seconds=1)))
    db.session.commit()


def test_by_mail_once(mail: MailServer) -> None:
    tell()
    jobs.send_due()
    jobs.send_due()
    [letter] = mail.letters
    assert letter["Subject"] == "Carol waits"
    assert "/notices" in str(letter.get_payload())
    assert only().state == "sent"


def test_it_is_tried_a_few_times(mail: MailServer, ada: User) -> None:
    mail.refuses = "450 later"
    tell()
    for attempt in range(1, len(delivering.WAITS) + 2):
        jobs.send_due()
        assert only().attempts == attempt
        hurry()
    jobs.send_due()
    delivery = only()
    assert (delivery.state, delivery.attempts) == ("failed", 5)
    assert "does not take mail" in delivery.reason
    page = store.page(ada.id)
    assert [one.id for one in store.failures(page.rows)[page.rows[0].id]] == [delivery.id]


def test_who_does_not_want_it_any_more(mail: MailServer, ada: User) -> None:
    tell()
    ada.notices_by_mail = False
    db.session.commit()
    jobs.send_due()
    assert (only().state, only().reason, mail.letters) == ("failed", delivering.GONE, [])


def test_to_the_chat(system: OtherSystem, ada: User) -> None:
    ways.save({"mail_port": "25", "mail_security": "none", "chat_url": f"{system.url}/hook"}, ada)
    tell(chat=True)
    jobs.send_due()
    assert (only().state, len(system.asked)) == ("sent", 1)


def test_without_a_chat_it_says_so(ada: User) -> None:
    tell(chat=True)
    jobs.send_due()
    assert (only().state, "No address of a chat" in only().reason) == ("failed", True)


def test_a_worker_that_dies_leaves_it_to_the_next(mail: MailServer) -> None:
    tell()
    claimed = delivering.claim(only().id, BASE)
    db.session.commit()
    assert claimed is not None
    assert "Carol" not in repr(claimed)
    assert delivering.due() == []
    hurry()
    again = delivering.claim(only().id, BASE)
    db.session.commit()
    delivering.record(claimed, Outcome(fault="late"))
    assert (again is not None, only().reason) == (True, "")
    delivering.set_aside(only().id, ValueError("x"))
    assert "Outbound failed" in db.session.scalars(select(NoticeDelivery)).one().reason


def test_trying_it_out(mail: MailServer, ada: User) -> None:
    assert delivering.try_mail(ada.email).result is not None
    assert mail.letters[0]["To"] == ada.email
