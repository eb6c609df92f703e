"""The addresses at which Vonage asks what comes next in a call."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from webapp.carriers.base import BadWebhook, Webhook
from webapp.carriers.calls import Turned
from webapp.carriers.vonage import turns
from webapp.rules.callflow.events import Heard, PlayedOut

HEARD = {"speech": {"results": [{"text": "hello", "confidence": "0.9"}]}}


def asked(app: Flask, turn: int = 3, kind: str = "input") -> str:
    address = turns.address(app.config["SETTINGS"], "ref-1")(turn, kind)
    assert address.startswith("http://localhost/webhooks/vonage/turn?")
    return urlsplit(address).query


def read(app: Flask, query: str) -> Turned:
    webhook = Webhook("turn", query.encode(), "application/json", "", b"{}")
    return turns.read(HEARD, webhook, app.config["SETTINGS"])


def test_what_was_heard_is_read_with_its_call_and_turn(sqlite_app: Flask) -> None:
    said = read(sqlite_app, asked(sqlite_app))
    assert (said.ref, said.turn, said.event) == ("ref-1", 3, Heard("hello", confidence=0.9))


def test_all_was_played(sqlite_app: Flask) -> None:
    assert read(sqlite_app, asked(sqlite_app, kind="notify")).event == PlayedOut()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("key=", "other="), ("turn=3", "turn=4"), ("ref-1", "ref-2"), ("input", "notify"),
        ("turn=3", "turn=-3"), ("turn=3", "turn=³"), ("turn=3", ""), ("call=", "call=%FF%FE"),
        ("call=", "&".join(f"a{n}=1" for n in range(40)) + "&call="), ("key=", "key=é"),
    ],
)  # fmt: skip
def test_an_address_that_we_did_not_give_out_is_refused(sqlite_app: Flask, ours: str, theirs: str) -> None:
    with pytest.raises(BadWebhook):
        read(sqlite_app, asked(sqlite_app).replace(ours, theirs))


def test_a_kind_of_question_that_there_is_none_of(sqlite_app: Flask) -> None:
    with pytest.raises(BadWebhook):
        read(sqlite_app, asked(sqlite_app, kind="other"))
