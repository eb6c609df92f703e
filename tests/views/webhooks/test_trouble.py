"""Webhooks that cannot be verified are counted without a write, and admins are told until it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event as sql
from sqlalchemy import select, update

from tests.views.client import Browser
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.number import Number
from webapp.models.webhook_trouble import WebhookTrouble
from webapp.services.webhooks import webhook_trouble
from webapp.services.webhooks.webhook_trouble import Tally
from webapp.views.webhooks import webhooks
from webapp.views.webhooks.webhook_watch import Watch

SMS_API = {"msisdn": "12025550111", "to": "12025550100", "messageId": "0A00000001", "text": "STOP"}


@pytest.fixture(autouse=True)
def start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Outbound starts: whatever was counted in memory is forgotten. So does each test begin."""

    def start() -> None:
        monkeypatch.setattr(webhooks, "watch", Watch())

    start()
    return start


def a_minute_passes(app: Flask) -> None:
    db.session.commit()
    webhooks.watch.flush(app)
    db.session.expire_all()


def rows() -> list[tuple[str, int, bool]]:
    """(cause, count, whether it is over), in the order of their causes."""
    db.session.rollback()
    found = db.session.scalars(select(WebhookTrouble).order_by(WebhookTrouble.cause, WebhookTrouble.hour))
    return [(row.cause, row.count, row.resolved_at is not None) for row in found]


def lines() -> list[str]:
    noted = select(Event).where(Event.kind == "webhooks.not_believed").order_by(Event.id)
    return [one.data["cause"] for one in db.session.scalars(noted)]


def age(by: timedelta) -> None:
    """So much time has passed since."""
    at = now() - by
    values = {"hour": at.replace(minute=0, second=0, microsecond=0), "first_at": at, "last_at": at}
    db.session.execute(update(WebhookTrouble).values(**values))
    db.session.commit()


CAUSES = [
    ({"token": ""}, "unsigned"),
    ({"token": "a.b.c"}, "malformed"),
    ({"algorithm": "HS512"}, "malformed"),
    ({"secret": "x" * 32}, "secret"),
    ({"payload_hash": "0" * 64}, "changed"),
    ({"application_id": "11111111-2222-4333-8444-555555555555"}, "account"),
    ({"application_id": None, "api_key": "zzzz9999"}, "account"),
    ({"exp": 1_700_000_000}, "expired"),
]


@pytest.mark.parametrize(("forged", "cause"), CAUSES, ids=str)
def test_each_cause_is_told_with_what_to_do(
    app: Flask, vonage: Vonage, admin: Browser, forged: dict[str, object], cause: str
) -> None:
    for _ in range(3):
        assert vonage.says(INBOUND, text(), **forged).status_code == 503
    a_minute_passes(app)
    assert rows() == [(cause, 3, False)]
    assert lines() == [cause]
    home, settings = admin.get("/"), admin.get("/settings")
    for page in (home, settings):
        assert {"unsigned", "malformed"} >= {cause} or "do not get through. Since" in page.words
        assert "3 webhooks were not taken" in page.words
    assert "What to do" in home.words
    assert "Vonage sends each of them again for 24 hours" in settings.words
    assert "Vonage’s webhooks were not taken: " in admin.get("/audit").words


def test_a_flood_writes_nothing_and_then_one_row(app: Flask, vonage: Vonage) -> None:
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        written.append(statement)

    sql.listen(db.engine, "before_cursor_execute", note)
    try:
        for _ in range(200):
            vonage.says(INBOUND, text("x" * 1000), token="")
        assert [one for one in written if not one.startswith(("SELECT", "BEGIN", "PRAGMA"))] == []
    finally:
        sql.remove(db.engine, "before_cursor_execute", note)
    a_minute_passes(app)
    a_minute_passes(app)
    assert rows() == [("unsigned", 200, False)]


def test_two_processes_add_to_one_row_with_one_line(app: Flask, vonage: Vonage) -> None:
    other = Watch()
    for _ in range(3):
        vonage.says(STATUS, report("delivered"), token="")
        a_minute_passes(app)
    with app.test_request_context():
        other.refused(webhook_trouble.Cause.UNSIGNED)
    other.flush(app)
    assert rows() == [("unsigned", 4, False)]
    assert lines() == ["unsigned"]


@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_one_that_is_verified_ends_it(app: Flask, vonage: Vonage, admin: Browser, path: str) -> None:
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    assert vonage.says(path, text() if path == INBOUND else report("delivered")).status_code == 200
    a_minute_passes(app)
    assert rows() == [("secret", 1, True)]
    page = admin.get("/")
    assert "work again since" in page.words
    assert "do not get through" not in page.words
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    assert "do not get through" in admin.get("/settings").words
    assert lines() == ["secret"], "one an hour"


def test_that_some_is_over_is_no_news_while_the_rest_goes_on(
    app: Flask, vonage: Vonage, admin: Browser
) -> None:
    vonage.says(INBOUND, text(), token="")
    a_minute_passes(app)
    vonage.says(INBOUND, text())
    a_minute_passes(app)
    assert "work again since" in admin.get("/").words
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    assert "work again since" not in admin.get("/").words


def test_after_a_new_start_it_ends_too(app: Flask, vonage: Vonage, start: Callable[[], None]) -> None:
    """The secret was put right, and Outbound started again: it knows only what is written."""
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    start()
    vonage.says(INBOUND, text())
    a_minute_passes(app)
    assert rows() == [("secret", 1, True)]


def test_reports_that_are_verified_say_nothing_of_replies_by_the_sms_api(
    app: Flask, vonage: Vonage, admin: Browser, number: Number
) -> None:
    """While the account is set to it, reports come signed all the same."""
    assert admin.client.get(INBOUND, query_string=SMS_API).status_code == 503
    vonage.says(STATUS, report("delivered"))
    a_minute_passes(app)
    assert rows() == [("sms_api", 1, False)]
    assert "set the Messaging API Type" in admin.get("/settings").words
    vonage.says(INBOUND, text())
    a_minute_passes(app)
    assert rows() == [("sms_api", 1, True)]


def test_it_goes_away_when_none_came_for_a_day(app: Flask, vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    age(timedelta(hours=23))
    assert "do not get through" in admin.get("/").words
    age(timedelta(hours=25))
    assert "do not get through" not in admin.get("/").words


def test_how_long_it_lasts_is_said_over_hours_and_days(app: Flask) -> None:
    present = now()
    for hours in (0, 20, 40, 90):
        at = present - timedelta(hours=hours, minutes=1)
        hour = at.replace(minute=0, second=0, microsecond=0)
        webhook_trouble.record({(webhook_trouble.Cause.SECRET, hour): Tally(2, at, at)})
    db.session.commit()
    [trouble] = webhook_trouble.present()
    assert (trouble.count, trouble.since) == (6, present - timedelta(hours=40, minutes=1))


def test_what_is_old_is_not_kept(app: Flask) -> None:
    for days in (31, 0):
        at = now() - timedelta(days=days)
        hour = at.replace(minute=0, second=0, microsecond=0)
        webhook_trouble.record({(webhook_trouble.Cause.SECRET, hour): Tally(2, at, at)})
    db.session.commit()
    assert rows() == [("secret", 2, False)]


def test_what_is_verified_and_not_understood_is_told_and_kept(
    app: Flask, vonage: Vonage, admin: Browser
) -> None:
    assert vonage.sends(INBOUND, b"[]").status_code == 200
    vonage.says(INBOUND, text())
    a_minute_passes(app)
    assert rows() == [("unread", 1, False)]
    assert "Vonage says something that Outbound does not understand" in admin.get("/").words


def test_only_admins_are_told(app: Flask, vonage: Vonage, staff: Browser) -> None:
    vonage.says(INBOUND, text(), secret="x" * 32)
    a_minute_passes(app)
    assert "do not get through" not in staff.get("/").words


def test_what_could_not_be_written_is_written_the_next_time(app: Flask, vonage: Vonage) -> None:
    vonage.says(INBOUND, text(), token="")
    db.session.commit()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE webhook_trouble RENAME TO away")
    try:
        webhooks.watch.flush(app)
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO webhook_trouble")
    vonage.says(INBOUND, text(), token="")
    a_minute_passes(app)
    assert rows() == [("unsigned", 2, False)]
