"""A webhook that could not be stored is refused, so that the carrier repeats it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy import text as sql

from tests import factories
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from tests.views.webhooks.conftest import everything, inbox
from webapp.db import db
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.webhook_event import WebhookEvent, WebhookState
from webapp.services.batches import lifecycle
from webapp.services.inbox.receiving import waiting_texts
from webapp.services.recipients import moving


@pytest.fixture
def without_its_table(app: Flask) -> Iterator[None]:
    """The database is broken: a table is gone; it is there again afterwards."""
    db.session.execute(sql("ALTER TABLE webhook_event RENAME TO webhook_event_away"))
    db.session.commit()
    yield
    db.session.rollback()
    fix()


def fix() -> None:
    tables = set(inspect(db.session.connection()).get_table_names())
    if "webhook_event_away" in tables:
        db.session.execute(sql("ALTER TABLE webhook_event_away RENAME TO webhook_event"))
        db.session.commit()


def test_what_could_not_be_stored_is_answered_5xx_and_acts_when_it_is_repeated(
    vonage: Vonage, number: Number, without_its_table: None
) -> None:
    assert vonage.says(INBOUND, text("Hello")).status_code == 503
    assert inbox() == []
    fix()
    assert vonage.says(INBOUND, text("Hello")).status_code == 200
    assert inbox() == ["Hello"]


def test_a_locked_database_is_answered_5xx_and_nothing_is_half_done(
    vonage: Vonage, number: Number, impatient: None
) -> None:
    db.session.commit()
    with closing(db.engine.raw_connection()) as somebody_else:
        somebody_else.cursor().execute(
            "LOCK TABLE webhook_event IN ACCESS EXCLUSIVE MODE"
            if db.engine.dialect.name == "postgresql"
            else "BEGIN IMMEDIATE"
        )
        assert vonage.says(INBOUND, text("Hello")).status_code == 503
        somebody_else.rollback()
    assert everything() == (0, 0)
    assert vonage.says(INBOUND, text("Hello")).status_code == 200
    assert inbox() == ["Hello"]


def test_a_report_whose_batch_raises_is_recorded_all_the_same(
    vonage: Vonage, number: Number, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = factories.batch(["+12025550111"], number_id=number.id)
    message = factories.sent(batch, "+12025550111")
    message.client_ref = "ours"
    moving.move_all(batch.id, RecipientStatus.QUEUED, RecipientStatus.SENDING)
    moving.move_all(batch.id, RecipientStatus.SENDING, RecipientStatus.SENT)
    db.session.commit()

    def count_failures(*_: object) -> None:
        raise ValueError("injected")

    monkeypatch.setattr(lifecycle, "count_failures", count_failures)
    assert vonage.says(STATUS, report("rejected", ref="ours")).status_code == 200
    assert db.session.scalars(select(Message.state)).one() == "rejected"
    assert db.session.scalars(select(Recipient.status)).one() == "rejected"


REFUSE = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN new.text = 'refused' "
    "BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE entry ADD CONSTRAINT refuse CHECK (text <> 'refused')",
}
TAKE = {"sqlite": "DROP TRIGGER refuse", "postgresql": "ALTER TABLE entry DROP CONSTRAINT refuse"}


@pytest.fixture
def refusing(app: Flask) -> Iterator[Callable[[], None]]:
    """The database takes no message that says “refused”, until it is told to."""
    kind = db.engine.dialect.name
    db.session.execute(sql(REFUSE[kind]))
    db.session.commit()
    pending = [TAKE[kind]]

    def take() -> None:
        for statement in pending:
            db.session.rollback()
            db.session.execute(sql(statement))
            db.session.commit()
        pending.clear()

    yield take
    take()


def test_a_text_that_raises_by_itself_is_kept_and_can_be_read_again(
    vonage: Vonage, number: Number, refusing: Callable[[], None]
) -> None:
    """Repeating it would raise again, until the carrier gives up."""
    assert vonage.says(INBOUND, text(text="refused")).status_code == 200
    [kept] = db.session.scalars(select(WebhookEvent))
    assert kept.state == WebhookState.UNREADABLE
    refusing()
    waiting_texts.try_again()
    assert waiting_texts.adopt() == 1
    assert db.session.scalars(select(Message.text)).all() == ["refused"]
