"""The audit: what is noted stays as it is, is found again, and goes when the team has set so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from jobs import audit as jobs
from tests import factories
from webapp.db import db, now
from webapp.models.event import Event
from webapp.services import events, settings
from webapp.services.privacy import audit
from webapp.services.privacy.audit import NO_ONE, AuditFilter


def kinds(criteria: AuditFilter, before: int | None = None) -> list[str]:
    return [event.kind for event in audit.page(criteria, before)[0]]


def old(kind: str, age: timedelta) -> None:
    db.session.add(Event(kind=kind, at=now() - age, data={}))
    db.session.flush()


def refused(statement: object) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(statement)  # type: ignore[call-overload]
    db.session.rollback()


@pytest.mark.parametrize(
    "changed", [{"kind": "x.y"}, {"user_id": None}, {"at": datetime(2020, 1, 1, tzinfo=UTC)},
                {"data": {"a": 2}}, {"about": "else"}, {"batch_id": 2}],
)  # fmt: skip
def test_no_line_is_changed(app: Flask, changed: dict[str, object]) -> None:
    ada = factories.user()
    factories.batch([], created_by=ada.id)
    factories.batch([], created_by=ada.id, number_id=None)
    events.note("batch.paused", user_id=ada.id, batch_id=1, a=1)
    db.session.commit()
    refused(update(Event).values(**changed))


def test_a_line_may_lose_its_pointers(app: Flask) -> None:
    batch = factories.batch([])
    thread = factories.thread(number_id=batch.number_id)
    events.note("batch.created", batch_id=batch.id, thread_id=thread.id)
    events.forget_batch(batch.id)
    db.session.execute(update(Event).values(thread_id=None))
    assert db.session.scalars(select(Event.batch_id)).one() is None


@pytest.mark.parametrize("years", [None, 1, 10])
def test_no_line_is_deleted_before_its_time(app: Flask, years: int | None) -> None:
    kept = years or 5
    if years:
        settings.put("audit_years", years)
    old("a.young", timedelta(days=365 * kept - 3))
    old("a.old", timedelta(days=366 * kept + 3))
    db.session.commit()
    refused(delete(Event).where(Event.kind == "a.young"))
    db.session.execute(delete(Event).where(Event.kind == "a.old"))
    assert kinds(AuditFilter()) == ["a.young"]


def test_what_is_older_than_the_setting_goes_a_little_at_a_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.put("audit_years", 1)
    for days in (800, 700, 600, 300, 0):
        old(f"a.{days}", timedelta(days=days))
    db.session.commit()
    monkeypatch.setattr(audit, "AT_ONCE", 2)
    assert audit.forget_some() == 2
    assert kinds(AuditFilter()) == ["a.0", "a.300", "a.600"]
    db.session.commit()
    jobs.forget()
    assert kinds(AuditFilter()) == ["a.0", "a.300"]
    assert audit.page(AuditFilter(search="a.700"))[0] == []


def test_it_is_paged_by_key(app: Flask) -> None:
    for number in range(5):
        events.note(f"a.{number}")
    rows, following = audit.page(AuditFilter(), size=2)
    assert [row.kind for row in rows] == ["a.4", "a.3"]
    rows, following = audit.page(AuditFilter(), following, 2)
    events.note("a.new")
    assert [row.kind for row in rows] == ["a.2", "a.1"]
    rows, following = audit.page(AuditFilter(), following, 2)
    assert ([row.kind for row in rows], following) == (["a.0"], None)
    assert [len(some) for some in audit.every(AuditFilter())] == [6]


def test_who_and_what(app: Flask) -> None:
    ada, grace = factories.user("Ada"), factories.user("Grace")
    for user in (ada, grace):
        for kind in ("user.logged_in", "number.added", "number.removed"):
            events.note(kind, user_id=user.id)
    events.note("batch.finished")
    numbers = ("number.added", "number.removed")
    assert kinds(AuditFilter(who=ada.id)) == ["number.removed", "number.added", "user.logged_in"]
    assert kinds(AuditFilter(kinds=numbers)) == ["number.removed", "number.added"] * 2
    assert kinds(AuditFilter(who=grace.id, kinds=numbers)) == ["number.removed", "number.added"]
    assert kinds(AuditFilter(who=NO_ONE)) == ["batch.finished"]
    rows, following = audit.page(AuditFilter(kinds=numbers), size=1)
    assert (rows[0].kind, kinds(AuditFilter(kinds=numbers), following)[0]) == (
        "number.removed",
        "number.added",
    )


def test_days(app: Flask) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    for hours in (-1, 0, 23, 24):
        db.session.add(Event(kind=f"a.{hours}", at=day + timedelta(hours=hours), data={}))
        db.session.flush()
    assert kinds(AuditFilter(since=day, until=day + timedelta(days=1))) == ["a.23", "a.0"]
    assert kinds(AuditFilter(since=day)) == ["a.24", "a.23", "a.0"]
    assert kinds(AuditFilter(until=day)) == ["a.-1"]
    assert kinds(AuditFilter(since=day + timedelta(days=9), until=day + timedelta(days=10))) == []


@pytest.mark.parametrize(
    "search",
    [
        "autumn LETTER",
        "Ärzte",
        "+1 (202) 555-0111",
        "5550111",
        "ada@example",
        "Lovelace",
        "élan.csv",
        "50%_\\",
    ],
)
def test_words_find_it(app: Flask, search: str) -> None:
    ada = factories.user("Ada Lovelace", email="ada@example.org")
    batch = factories.batch([], name="Autumn letter Ärzte 50%_\\", created_by=ada.id)
    thread = factories.thread("+12025550111", batch.number_id)
    events.note(
        "batch.list_uploaded", user_id=ada.id, batch_id=batch.id, thread_id=thread.id, filename="Élan.csv"
    )
    events.note("user.logged_in", address="::1")
    assert kinds(AuditFilter(search=search)) == ["batch.list_uploaded"]
    assert kinds(AuditFilter(search=search, kinds=("batch.list_uploaded",), who=ada.id)) == [
        "batch.list_uploaded"
    ]
    assert kinds(AuditFilter(search=search, kinds=("batch.paused",))) == []


def test_what_an_index_serves_is_served_by_it(app: Flask) -> None:
    """The plans of a table in which few lines are of one person, or of one kind."""
    ada, bob = factories.user(), factories.user("Bob", email="bob@example.org")
    many = [{"kind": "b", "user_id": bob.id, "data": {}, "about": "", "redacted": False}] * 3000
    db.session.execute(insert(Event), [*many, *({**one, "kind": "a", "user_id": ada.id} for one in many[:5])])
    db.session.execute(text("ANALYZE event"))
    sqlite = db.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    if not sqlite:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        db.session.execute(text("SET LOCAL enable_sort = off"))
    for condition, index in (
        (f"user_id = {ada.id}", "ix_event_user"), ("kind = 'a'", "ix_event_kind"),
        (f"user_id = {ada.id} AND kind = 'a'", "ix_event_user"),
    ):  # fmt: skip
        query = f"{explain} SELECT id FROM event WHERE {condition} ORDER BY id DESC LIMIT 51"  # noqa: S608
        plan = " ".join(str(row) for row in db.session.execute(text(query)))
        assert index in plan
        assert "TEMP B-TREE" not in plan
