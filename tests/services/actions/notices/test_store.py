"""Notices: to one of the team or to all, until someone has read them; by mail to those who want that."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.mail_server import MailServer
from webapp.db import db
from webapp.models.notice import Notice, NoticeDelivery, Way
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services.actions.notices import store
from webapp.services.team import duty, people

DRIP = Source(SourceKind.WORKFLOW, "Drip", 3)
AGENT = Source(SourceKind.AGENT)


def texts(user: User) -> list[str]:
    return [one.text for one in store.page(user.id).rows]


def deliveries() -> list[tuple[str, int | None]]:
    rows: Sequence[NoticeDelivery] = db.session.scalars(
        select(NoticeDelivery).order_by(NoticeDelivery.id)
    ).all()
    return [(str(one.way), one.user_id) for one in rows]


def test_to_one_and_to_all_until_it_is_read(app: Flask) -> None:
    ada, bea = factories.user("Ada"), factories.user("Bea")
    for_all, for_bea = store.add("Someone waits", DRIP), store.add("For you", DRIP, bea.id)
    assert (texts(ada), texts(bea)) == (["Someone waits"], ["For you", "Someone waits"])
    store.seen(for_bea.id, ada)
    store.seen(for_all.id, ada)
    store.seen(for_all.id, ada)
    assert (store.unseen(ada), store.unseen(bea)) == (0, 2), "what Ada has read is still new to Bea"
    assert store.new(bea, [for_all, for_bea]) == {for_all.id, for_bea.id}
    store.seen(for_bea.id, bea)
    assert store.new(bea, [for_all, for_bea]) == {for_all.id}
    late = store.add("Later", DRIP)
    store.seen_all(bea, for_bea.id)
    store.seen_all(bea, for_all.id)
    assert (store.unseen(ada), store.unseen(bea), store.page(bea.id).rows[0]) == (1, 1, late)
    store.seen_all(ada, late.id + 1_000)
    after = store.add("After that", DRIP)
    assert (store.new(ada, [for_all, late, after]), store.unseen(bea)) == ({after.id}, 2)
    db.session.expire_all()
    assert for_bea.reader == bea


def test_one_who_joins_begins_with_what_comes_then(app: Flask) -> None:
    store.add("Before", DRIP)
    cleo = people.add("cleo@example.org", "Cleo", "violet kettle marsh orbit")
    assert store.unseen(cleo) == 0
    store.add("After", DRIP)
    assert store.unseen(cleo) == 1


def test_by_mail_and_to_the_chat(mail: MailServer, ada: User) -> None:
    bea = factories.user("Bea")
    store.add("To all", DRIP)
    store.add("To Bea", DRIP, bea.id, chat=True)
    store.add("To Ada", DRIP, ada.id)
    assert deliveries() == [(Way.MAIL, ada.id), (Way.CHAT, None), (Way.MAIL, ada.id)]


def test_without_a_mail_server_none_goes_by_mail(ada: User) -> None:
    store.add("To all", DRIP)
    assert deliveries() == []


@pytest.mark.parametrize("on", [(), ("Bea", "Cleo")])
def test_a_handoff_tells_who_is_on_duty_or_else_everyone(app: Flask, on: tuple[str, ...]) -> None:
    users = {name: factories.user(name) for name in ("Ada", "Bea", "Cleo")}
    days = dict.fromkeys(duty.typed_week(users["Ada"]), ("00:00", "24:00"))
    for name in on:
        duty.save(users[name], "", days)
    thread = factories.thread("+12025550111")
    store.handed_off(thread, "They asked for a person.", AGENT)
    rows = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [one.user_id for one in rows] == ([users[name].id for name in on] or [None])
    assert rows[0].text == "+1 202-555-0111 was handed off to staff. They asked for a person."
    assert rows[0].thread_id == thread.id
