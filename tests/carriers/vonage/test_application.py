"""An application at Vonage, compared with what we need, and changed without touching anything else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.account import PUBLIC, THEIRS
from webapp.carriers.account import SetState
from webapp.carriers.vonage import application

EMPTY = {"id": "a", "name": "Ours", "_links": {"self": {"href": "/"}}}


def set_up(**voice: Any) -> dict[str, Any]:
    """As it should be, but for what is given of the answer webhook."""
    whole = application.changed(EMPTY, PUBLIC)
    whole["capabilities"]["voice"]["webhooks"]["answer_url"] |= voice
    return whole


def states(document: dict[str, Any]) -> list[SetState]:
    return [one.state for one in application.compare(document, PUBLIC)]


def of_answers(document: dict[str, Any]) -> tuple[str, str]:
    """The state and the words of the webhook for calls that come in."""
    found = application.compare(document, PUBLIC)[2]
    return str(found.state), found.found


def test_an_application_without_anything() -> None:
    assert states(EMPTY) == [SetState.MISSING] * 5 + [SetState.SET, SetState.MISSING]
    assert states(set_up()) == [SetState.SET] * 7


def test_ours_is_set_and_all_else_stays() -> None:
    theirs = {
        "id": "a", "name": "Ours", "_links": {}, "privacy": {"improve_ai": True}, "keys": {"public_key":
        "PEM"}, "capabilities": {
            "messages": {
                "version": "v0.1", "authenticate_inbound_media": True,
                "webhooks": {"inbound_url": {"address": THEIRS, "http_method": "POST"}},
            },
            "voice": {
                "region": "eu-west", "conversations_ttl": 24, "signed_callbacks": False,
                "webhooks": {
                    "answer_url": {"address": THEIRS, "http_method": "GET", "connect_timeout": 500},
                    "event_url": {"address": THEIRS, "socket_timeout": 2000, "connection_timeout": 1000},
                },
            },
            "rtc": {"webhooks": {"event_url": {"address": THEIRS}}}, "vbc": {},
            "verify": {"version": "v2", "webhooks": {"status_url": {"address": THEIRS}}},
        },
    }  # fmt: skip
    new = application.changed(theirs, PUBLIC)
    assert theirs["capabilities"]["messages"]["version"] == "v0.1", "the one that was read is not touched"
    assert states(new) == [SetState.SET] * 7
    assert (new["name"], new["privacy"], new["keys"]) == ("Ours", {"improve_ai": True}, {"public_key": "PEM"})
    assert {"id", "_links"}.isdisjoint(new)
    capabilities = new["capabilities"]
    assert (capabilities["rtc"], capabilities["vbc"]) == (
        {"webhooks": {"event_url": {"address": THEIRS}}},
        {},
    )
    assert capabilities["verify"] == {"webhooks": {"status_url": {"address": THEIRS}}}
    assert capabilities["messages"]["authenticate_inbound_media"] is True
    assert (capabilities["voice"]["region"], capabilities["voice"]["conversations_ttl"]) == ("eu-west", 24)
    hooks = capabilities["voice"]["webhooks"]
    answer = {"address": f"{PUBLIC}/webhooks/vonage/answer", "http_method": "POST"}
    assert hooks["answer_url"] == answer | {"connect_timeout": 1000}
    assert (hooks["event_url"]["socket_timeout"], hooks["event_url"]["connection_timeout"]) == (10_000, 1000)
    assert application.changed(new, PUBLIC) == new


@pytest.mark.parametrize(
    ("told", "state", "words"),
    [
        ({}, "set", ""),
        ({"connection_timeout": 1000, "socket_timeout": 5000}, "set", ""),
        ({"http_method": "GET"}, "differs", "asked with GET instead of POST"),
        ({"http_method": None}, "differs", "asked with GET instead of POST"),
        ({"socket_timeout": 3000}, "differs", "socket_timeout is 3000 ms instead of 5000"),
        ({"connect_timeout": 300}, "differs", "connect_timeout is 300 ms instead of 1000"),
        ({"address": THEIRS}, "elsewhere", THEIRS),
        ({"address": f"{PUBLIC}/webhooks/vonage/answer/"}, "elsewhere", "/answer/"),
        ({"address": "https://x.example/\u202eA\n"}, "elsewhere", "https://x.example/ A"),
        (
            {"address": "https://u:pass@x.example:8443/a/b?key=K#x"},
            "elsewhere",
            "https://x.example:8443/a/b?…",
        ),
        ({"address": "https://u:pass@x.example"}, "elsewhere", "https://x.example"),
        ({"address": ""}, "missing", ""),
        ({"address": 7}, "missing", ""),
    ],
)
def test_what_is_said_of_a_webhook(told: dict[str, Any], state: str, words: str) -> None:
    found = of_answers(set_up(**told))
    assert found[0] == state
    assert words in found[1]
    assert "pass" not in found[1]


@pytest.mark.parametrize("odd", [None, [], "x", 5])
def test_an_application_of_an_odd_shape(odd: Any) -> None:
    for document in (
        EMPTY | {"capabilities": odd},
        EMPTY | {"capabilities": {"messages": odd, "voice": {"webhooks": odd, "signed_callbacks": odd}}},
    ):
        assert SetState.MISSING in states(document)
        assert states(application.changed(document, PUBLIC)) == [SetState.SET] * 7
