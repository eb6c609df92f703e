"""However Vonage answers or breaks: what may have been read is sent once, and ends in a defined state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.carriers import facts
from tests.carriers.vonage.ways import (
    AGAIN,
    OPTED_OUT,
    PAUSE,
    REFUSED,
    STATUSES,
    TAKEN,
    UNKNOWN,
    UNKNOWN_PAUSE,
    WAYS,
    Way,
)
from tests.carriers.vonage.wire import Wire, serving
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.calls import PlaceCall
from webapp.carriers.vonage.client import VonageCarrier
from webapp.carriers.vonage.transport import PATIENCE
from webapp.config import VonageSettings

SMS = Sms(to="+12025550123", sender="+12025550100", text="Hello", ref="ref-1")
CALL = PlaceCall("+12025550111", "+12025550100", "ref-1", 25, 300)
SHORT = (0.2, 0.2)
Ask = Callable[[VonageCarrier], str]
APIS: dict[str, tuple[str, Ask, tuple[str, str]]] = {
    "text": ("/v1/messages", lambda carrier: carrier.send(SMS), ("messages", "send_sms")),
    "call": ("/v1/calls", lambda carrier: carrier.place(CALL), ("voice", "create_call")),
}
LONGEST_SENTENCE = 600
REFUSALS = [status for status in STATUSES if WAYS[str(status)].state == REFUSED]
EACH = [(api, name) for name, way in WAYS.items() for api in APIS if api == "text" or not way.slow]


def carrier(wire: Wire, private_key: str, way: Way) -> VonageCarrier:
    settings = VonageSettings("app-1", private_key, "key", "s" * 32, host=wire.host, scheme="http")
    return VonageCarrier(settings, "https://us.example.org", SHORT if way.slow else PATIENCE)


def outcome(ask: Callable[[], str]) -> tuple[str, str]:
    """The state, and what is said of it."""
    try:
        ask()
    except CarrierError as error:
        kinds = {
            OPTED_OUT: error.opted_out and error.permanent,
            REFUSED: error.permanent,
            UNKNOWN_PAUSE: error.unknown and error.pause,
            UNKNOWN: error.unknown,
            PAUSE: error.pause,
            AGAIN: error.retry_after is not None,
        }
        return next((kind for kind, holds in kinds.items() if holds), "no state"), error.sentence
    return TAKEN, ""


def test_there_are_many_ways() -> None:
    assert len(WAYS) >= 90


@pytest.mark.parametrize(("api", "name"), EACH)
def test_one_request_and_one_defined_end(api: str, name: str, private_key: str) -> None:
    way, (path, ask, _) = WAYS[name], APIS[api]
    with serving(way.act) as wire:
        one = carrier(wire, private_key, way)
        state, sentence = outcome(lambda: ask(one))
        one.close()
    assert state == (way.call if api == "call" and way.call else way.state), sentence
    assert way.words in sentence or state == TAKEN
    assert wire.connections == way.asked, "a request that may have been read is not made again"
    assert all((asked.method, asked.path) == ("POST", path) for asked in wire.asked)
    if state != TAKEN:
        assert sentence.endswith((".", ")"))
        assert sentence.isprintable()
        assert len(sentence) < LONGEST_SENTENCE


@pytest.mark.parametrize("api", APIS)
def test_each_request_is_as_the_facts_have_it(api: str, private_key: str) -> None:
    _, ask, (file, of) = APIS[api]
    known = facts.read(file)[of]
    with serving(WAYS["taken"].act) as wire:
        one = carrier(wire, private_key, WAYS["taken"])
        ask(one)
        one.close()
    [asked] = wire.asked
    assert facts.faults(known["fields"], asked.json) == []
    assert known["request"]["url"].split(" ")[0].endswith(asked.path)
    assert asked.headers["content-type"] == "application/json"


CHANGES: dict[str, Callable[[VonageCarrier], object]] = {
    "look": lambda carrier: carrier.look("u-1", ""),
    "hang up": lambda carrier: carrier.hang_up("u-1", ""),
    "transfer": lambda carrier: carrier.transfer("u-1", "", [{"action": "talk", "text": "Hello"}]),
}
OF_CHANGES = {"look": "how the call stands", "hang up": "may or may not have changed"}


@pytest.mark.parametrize("asks", CHANGES)
def test_a_call_is_changed_or_asked_about_once(asks: str, private_key: str) -> None:
    """404 is a call that Vonage does not know (any more); what refuses a change says that it is over."""
    turn: list[Way] = []
    with serving(lambda peer: turn[-1].act(peer)) as wire:
        for status in STATUSES:
            turn.append(WAYS[str(status)])
            one, before = carrier(wire, private_key, turn[-1]), wire.connections
            state, sentence = outcome(lambda one=one: CHANGES[asks](one))
            one.close()
            known = {404: TAKEN} if asks == "look" else dict.fromkeys((404, *REFUSALS), TAKEN)
            assert state == known.get(status, turn[-1].state), (status, sentence)
            assert wire.connections - before == turn[-1].asked, status
            if state in (UNKNOWN, UNKNOWN_PAUSE):
                assert OF_CHANGES.get(asks, OF_CHANGES["hang up"]) in sentence
    assert {asked.path for asked in wire.asked} == {"/v1/calls/u-1"}
    if asks != "look":
        allowed = facts.read("voice")["put_call"]["actions"]
        shape = {"look": None, "hang up": "hangup", "transfer": "transfer"}[asks]
        [fact] = [
            one for one in allowed if one["action"] == shape and "url" not in one.get("destination", {})
        ]
        assert all(asked.method == "PUT" and asked.json.keys() == fact.keys() for asked in wire.asked)


def test_a_text_may_have_a_thousand_characters(private_key: str) -> None:
    with serving(WAYS["taken"].act) as wire:
        one = carrier(wire, private_key, WAYS["taken"])
        one.send(replace(SMS, text="x" * 1000))
        state, sentence = outcome(lambda: one.send(replace(SMS, text="x" * 1001)))
        one.close()
    assert (state, len(wire.asked)) == (REFUSED, 1)
    assert sentence == "Vonage takes texts of up to 1,000 characters; this one has 1,001."
    assert wire.asked[0].json["webhook_version"] == "v1"
