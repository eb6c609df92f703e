"""Which password fits; and that no transaction is open while its hash is worked out."""

from __future__ import annotations

import threading
from multiprocessing import get_context
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.dialects import sqlite_engine
from webapp.errors import Busy, Fault
from webapp.models.user import User
from webapp.services.team import account_notices, credentials, passwords

OLD, NEW = "three unrelated words", "another four unrelated words"


def ada() -> User:
    user = factories.user("Ada", email="ada@example.org")
    user.password_hash = passwords.hashed(OLD)
    db.session.commit()
    return user


def test_both_must_fit(app: Flask) -> None:
    user_id = ada().id
    assert credentials.sign_in(" ADA@example.org", OLD) == (user_id, credentials.mark(user_id))
    for email, password in (("ada@example.org", NEW), ("bea@example.org", OLD), ("", "")):
        with pytest.raises(Fault, match=r"The e-mail address or the password is wrong\."):
            credentials.sign_in(email, password)


def test_each_password_has_a_mark_of_its_own_and_none_who_may_not_sign_in(app: Flask) -> None:
    user = ada()
    before = credentials.mark(user.id)
    assert before and before == credentials.mark(user.id)
    user.password_hash = passwords.hashed(OLD)
    db.session.commit()
    assert credentials.mark(user.id) not in (before, "")
    assert credentials.holds(user.id, credentials.mark(user.id)) and not credentials.holds(user.id, before)
    user.deactivated_at = now()
    db.session.commit()
    assert (credentials.mark(user.id), credentials.mark(0)) == ("", "")
    assert not any(credentials.holds(one, "") for one in (user.id, 0))


class Watching(PasswordHasher):
    """Whether another connection can write meanwhile: on SQLite it cannot while a transaction is open."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.times, self._engine = 0, db.engine

    def _write(self) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql('UPDATE "user" SET timezone = timezone')
            connection.commit()
        self.times += 1

    def verify(self, *args: object, **words: object) -> bool:  # type: ignore[override]
        self._write()
        return super().verify(*args, **words)  # type: ignore[arg-type]

    def hash(self, *args: object, **words: object) -> str:  # type: ignore[override]
        self._write()
        return super().hash(*args, **words)  # type: ignore[arg-type]


def test_others_can_write_while_a_hash_is_worked_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.2)
    user_id = ada().id
    db.session.rollback()
    watching = Watching()
    monkeypatch.setattr(passwords, "_hasher", watching)
    credentials.sign_in("ada@example.org", OLD)  # no one is signed in: nothing has been read before
    db.session.get(User, user_id)  # as the guard of pages does
    assert credentials.is_own(user_id, OLD) and not credentials.is_own(user_id, NEW)
    db.session.get(User, user_id)
    credentials.change(user_id, OLD, NEW)
    assert watching.times == 5


def test_a_password_is_changed_and_its_owner_told(app: Flask) -> None:
    user_id = ada().id
    with pytest.raises(Fault, match=r"This is not your current password\."):
        credentials.change(user_id, NEW, OLD)
    with pytest.raises(Fault, match="one of the first that anyone would guess"):
        credentials.change(user_id, OLD, "Password1234")
    assert account_notices.of(user_id) == []
    credentials.change(user_id, OLD, NEW)
    assert credentials.is_own(user_id, OLD), "until it is committed"
    credentials.change(user_id, OLD, NEW)
    db.session.commit()
    assert credentials.is_own(user_id, NEW)
    assert [one.text for one in account_notices.of(user_id)] == ["Your password was changed."]


def test_so_many_hashes_at_once_and_so_many_wait(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    go, most, present, lock = threading.Event(), [0], [0], threading.Lock()

    class Slow(PasswordHasher):
        def hash(self, *args: object, **words: object) -> str:  # type: ignore[override]
            with lock:
                present[0] += 1
                most[0] = max(most[0], present[0])
            go.wait(10)
            with lock:
                present[0] -= 1
            return "-"

    monkeypatch.setattr(passwords, "_hasher", Slow())
    refused: list[Busy] = []

    def work() -> None:
        try:
            passwords.hashed(OLD)
        except Busy as busy:
            refused.append(busy)
            if len(refused) == 20 - passwords.AT_ONCE - passwords.IN_LINE:
                go.set()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == passwords.AT_ONCE
    assert len(refused) == 20 - passwords.AT_ONCE - passwords.IN_LINE


def test_who_has_waited_too_long_is_told_to_try_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    go = threading.Event()
    busy = passwords._turns.pool.submit(go.wait, 10)
    with pytest.raises(Busy):
        passwords.hashed(OLD)
    go.set()
    assert busy.result()
    monkeypatch.undo()
    assert passwords.matches(passwords.hashed(OLD), OLD)


def test_forks_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords._turns, "lock_file", None)
    passwords.one_at_a_time_in_forks()
    present = tmp_path / "present"

    def alone() -> None:
        present.touch(exist_ok=False)
        PasswordHasher(parallelism=1).hash(OLD)
        present.unlink()

    def hash_often() -> None:
        for _ in range(4):
            passwords._turns.work_out(alone)

    forks = [get_context("fork").Process(target=hash_often) for _ in range(2)]
    for fork in forks:
        fork.start()
    for fork in forks:
        fork.join()
    assert [fork.exitcode for fork in forks] == [0, 0], "two were at it in the same moment"
