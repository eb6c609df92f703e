"""Attempts are counted before they are tried, by all processes together; by each alone without Redis."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from flask import Flask

from webapp.app import create_app
from webapp.views.signing_in import attempts
from webapp.views.signing_in.attempts import CODE, OF_ACCOUNT, OF_ADDRESS, Attempt, Throttled

ADA, BEA = Attempt(OF_ACCOUNT, "ada"), Attempt(OF_ACCOUNT, "bea")


def test_the_sixth_of_a_minute_is_one_too_many(app: Flask) -> None:
    for _ in range(5):
        attempts.count(ADA)
    with pytest.raises(Throttled) as first:
        attempts.count(ADA)
    assert first.value.first and 0 < first.value.seconds <= 60
    assert first.value.sentence.startswith("Too many attempts to sign in. Wait ")
    with pytest.raises(Throttled) as second:
        attempts.count(ADA)
    assert not second.value.first
    attempts.count(BEA)
    attempts.count(Attempt(CODE, "ada"))


def test_what_was_right_is_given_back_or_all_is_forgotten(app: Flask) -> None:
    for _ in range(200):
        attempts.count(ADA, Attempt(OF_ADDRESS, "192.0.2.1"))
        attempts.clear(ADA)
        attempts.give_back(Attempt(OF_ADDRESS, "192.0.2.1"))
    for _ in range(5):
        attempts.count(ADA)
    attempts.give_back(ADA)
    attempts.count(ADA)
    with pytest.raises(Throttled):
        attempts.count(ADA)


def test_of_fifty_at_once_five_are_tried(app: Flask) -> None:
    tried, start = list[int](), threading.Barrier(50)

    def guess(number: int) -> None:
        start.wait()
        with app.app_context():
            try:
                attempts.count(ADA)
            except Throttled:
                return
            tried.append(number)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tried) == 5


def test_without_redis_each_process_counts_for_itself(app: Flask) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], redis_url="unix:///nowhere/valkey.sock")
    with create_app(settings).app_context():
        for _ in range(5):
            attempts.count(ADA)
        with pytest.raises(Throttled):
            attempts.count(ADA)
        attempts.clear(ADA)
        attempts.count(ADA)
