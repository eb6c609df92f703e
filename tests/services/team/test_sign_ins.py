"""Failed log-ins are kept, and do not fill the disk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from webapp.db import db, now
from webapp.models.event import Event
from webapp.services.team import sign_ins


def count(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(Event.kind == kind)) or 0


def test_of_one_account_so_many_an_hour_are_kept(app: Flask) -> None:
    for _ in range(sign_ins.OF_ONE + 5):
        sign_ins.failed(" Ada@example.org", "192.0.2.1")
        db.session.commit()
    sign_ins.failed("grace@example.org", "192.0.2.1")
    assert count(sign_ins.FAILED) == sign_ins.OF_ONE + 1


def test_of_all_accounts_so_many_an_hour_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "OF_ALL", 3)
    for number in range(9):
        sign_ins.failed(f"{number}@example.org", "192.0.2.1")
        db.session.commit()
    assert (count(sign_ins.FAILED), count(sign_ins.MORE)) == (3, 1)


def test_an_hour_later_they_are_kept_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(sign_ins.OF_ONE + 1):
        sign_ins.failed("ada@example.org", "192.0.2.1")
        db.session.commit()
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(sign_ins, "now", lambda: later)
    sign_ins.failed("ada@example.org", "192.0.2.1")
    assert count(sign_ins.FAILED) == sign_ins.OF_ONE + 1


def test_what_was_typed_is_kept_short_and_in_one_line(app: Flask) -> None:
    sign_ins.failed("a\nb\x00" + "c" * 5000, "192.0.2.1")
    assert db.session.scalars(select(Event)).one().data["email"] == "ab" + "c" * 252


def test_what_people_do_whom_we_know_is_kept_for_each_of_them(app: Flask) -> None:
    ada, bea = factories.user("Ada").id, factories.user("Bea").id
    db.session.commit()
    for user_id in [ada] * (sign_ins.OF_ONE + 3) + [bea]:
        sign_ins.refused(user_id, "/settings", "192.0.2.1")
        sign_ins.wrong_password(user_id, "192.0.2.1")
        sign_ins.wrong_code(user_id, "192.0.2.1")
        sign_ins.throttled_user(user_id, "192.0.2.1", first=user_id == bea)
        db.session.commit()
    kept = sign_ins.OF_ONE + 1
    assert [count(kind) for kind in (sign_ins.REFUSED, sign_ins.WRONG_PASSWORD, sign_ins.WRONG_CODE)] == [
        kept
    ] * 3
    assert count(sign_ins.THROTTLED) == 1
    sign_ins.throttled("carol@example.org", "192.0.2.1", first=True)
    assert count(sign_ins.THROTTLED) == 2
