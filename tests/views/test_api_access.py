"""Who may use the API, how often, and that it answers while something else is in trouble."""

from __future__ import annotations

import dataclasses
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from tests import factories
from tests.conversations import CAROL, DAVE
from tests.views.client import Browser
from tests.views.program import OPT_OUTS, Program
from webapp.app import create_app
from webapp.db import db, now
from webapp.models.api_key import ApiKey
from webapp.models.event import Event
from webapp.models.opt_out import OptOut
from webapp.models.user import User
from webapp.services.opt_outs import register
from webapp.services.recipients import tallies
from webapp.services.team import api_keys


def test_only_who_has_to_wait_is_told_to(app: Flask, website: Program) -> None:
    for program, status in ((website, 200), (Program(app, "outbound_guessed"), 401)):
        answer = program.call("GET", f"{OPT_OUTS}/{CAROL}")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (status, None)
        limit = re.fullmatch(r'"calls";q=(\d+);w=60', answer.headers["RateLimit-Policy"])
        left = re.fullmatch(r'"calls";r=(\d+);t=\d+', answer.headers["RateLimit"])
        assert limit is not None and left is not None
        assert int(left[1]) < int(limit[1])


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer outbound_guessed", "Basic b3V0Ym91bmQ6eA==", "x"])
def test_without_a_key_that_is_known_nothing_is_said_or_done(
    app: Flask, website: Program, header: str
) -> None:
    stranger = Program(app, "")
    for method, path in (("POST", OPT_OUTS), ("GET", f"{OPT_OUTS}/{CAROL}")):
        answer = stranger.call(method, path, headers={"Authorization": header}, data={"phone": CAROL})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.get_json().keys() == {"type", "title", "status", "detail"}
    assert not db.session.scalars(select(OptOut)).all()


def test_a_key_that_was_withdrawn_opens_nothing(website: Program, ada: User) -> None:
    assert website.tell(CAROL).status_code == 201
    api_keys.revoke(1, ada)
    db.session.commit()
    assert website.tell(DAVE).status_code == 401
    assert not register.active([DAVE])


def test_being_signed_in_with_a_browser_is_no_key(admin: Browser) -> None:
    assert admin.get(f"{OPT_OUTS}/{CAROL}").status == 401
    assert admin.post(OPT_OUTS, {"phone": CAROL}).status == 401


def test_a_key_opens_nothing_else(website: Program) -> None:
    assert website.call("GET", "/opt-outs").status_code == 303
    assert website.call("GET", "/contacts").headers["Location"].startswith("/login")


@pytest.mark.long
def test_too_many_calls_with_one_key_are_told_to_wait_and_shut_out_nobody_else(
    app: Flask, website: Program, ada: User
) -> None:
    assert {website.call("GET", "/api/v1/runs/1").status_code for _ in range(600)} == {403}
    refused = website.tell(CAROL)
    assert (refused.status_code, refused.is_json) == (429, True)
    assert refused.headers["Retry-After"]
    _, secret = api_keys.make("Another", ada)
    assert Program(app, secret).tell(CAROL).status_code == 201


def test_guessing_is_told_to_wait_kept_once_and_shuts_out_nobody_else(app: Flask, website: Program) -> None:
    """From one address, whatever keys are guessed."""
    with travel("2026-11-25 12:00:00", tick=False):
        guesses = [Program(app, f"outbound_guess{n}").call("GET", f"{OPT_OUTS}/1") for n in range(31)]
        assert [one.status_code for one in guesses] == [401] * 30 + [429]
        assert guesses[-1].headers["Retry-After"]
        assert website.tell(CAROL).status_code == 201
    kept = db.session.scalars(select(Event).where(Event.kind == "api_key.refused")).all()
    assert [one.data for one in kept] == [{"address": "127.0.0.1", "starts_with": "outbound_gues"}]


def test_a_key_is_good_for_its_scopes_alone(app: Flask, website: Program, ada: User) -> None:
    _, secret = api_keys.make("Reader", ada, ["runs"])
    reader = Program(app, secret)
    refused = reader.tell(CAROL)
    assert (refused.status_code, refused.get_json()["detail"]) == (
        403,
        "This key may not be used to: report opt-outs, and ask who has opted out. "
        "An admin can make one that may.",
    )
    assert not register.active([CAROL])
    assert reader.call("GET", "/api/v1/runs/1").status_code == 404
    for method, path in (("GET", "/api/v1/runs/1"), ("POST", "/api/v1/events")):
        assert website.call(method, path, json={}).status_code == 403


def test_a_key_that_has_expired_says_so(app: Flask, ada: User) -> None:
    with travel("2026-11-25 12:00:00", tick=False) as clock:
        _, secret = api_keys.make("Reader", ada, expires_at=now() + timedelta(hours=1))
        program = Program(app, secret)
        assert program.call("GET", f"{OPT_OUTS}/{CAROL}").status_code == 200
        clock.shift(3600)
        refused = program.call("GET", f"{OPT_OUTS}/{CAROL}")
    assert (refused.status_code, refused.get_json()["detail"]) == (
        401,
        "This key expired on 25 November 2026. An admin of the team can make another one.",
    )


def test_it_works_while_redis_is_away(app: Flask, website: Program) -> None:
    settings = dataclasses.replace(app.config["SETTINGS"], redis_url="unix:///nowhere/valkey.sock")
    alone = Program(create_app(settings), "")
    alone.headers = website.headers
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(alone.tell, factories.phones(8)))
    assert {answer.status_code for answer in answers} == {201}


def test_a_question_while_somebody_writes_is_answered(website: Program) -> None:
    """Its key is noted as used meanwhile."""
    over = threading.Event()

    def write(app: Flask) -> None:
        with app.app_context():
            while not over.wait(0.005):
                tallies.touch([0])
                db.session.commit()

    writer = threading.Thread(target=write, args=(website.client.application,))
    writer.start()
    statuses = []
    for minute in range(10):
        with travel(f"2026-11-25 12:{minute:02}:00", tick=False):
            statuses.append(website.call("GET", f"{OPT_OUTS}/{CAROL}").status_code)
    over.set()
    writer.join()
    assert statuses == [200] * 10


def test_it_says_so_when_the_database_cannot_be_used(website: Program, impatient: None) -> None:
    db.session.commit()
    lock = "LOCK TABLE opt_out IN ACCESS EXCLUSIVE MODE"
    with db.engine.connect() as somebody_else:
        driver: Any = somebody_else.connection.driver_connection
        driver.execute(lock if db.engine.dialect.name == "postgresql" else "BEGIN IMMEDIATE")
        refused = website.tell(CAROL)
        driver.rollback()
    assert (refused.status_code, refused.is_json) == (503, True)
    assert website.tell(CAROL).status_code == 201


def test_that_a_key_is_used_is_noted_to_the_minute(website: Program) -> None:
    with travel("2026-11-25 12:00:00", tick=False) as clock:
        for seconds, noted in ((0, "12:00:00"), (59, "12:00:00"), (2, "12:01:01")):
            clock.shift(seconds)
            website.ask(CAROL)
            used = db.session.scalars(select(ApiKey.used_at)).one()
            assert used and f"{used:%H:%M:%S}" == noted
