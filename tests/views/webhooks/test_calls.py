"""Webhooks of calls: verified, stored once, answered with what is said, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests import desks
from tests.calls import CAROL, batch, call_of, claimed, number, single
from tests.views.signed import Vonage
from webapp.db import db
from webapp.models.batch import RepliesBy
from webapp.models.call import Call
from webapp.models.webhook_event import WebhookEvent

EVENT, ANSWER = "/webhooks/vonage/event", "/webhooks/vonage/answer"


@pytest.fixture
def call(app: Flask) -> Call:
    """One that is on its way to Vonage."""
    single(CAROL, number(carrier="vonage"), language="fr", first_message="Bonjour.")
    claimed()
    return call_of(CAROL)


def said(status: str | None = None, **values: Any) -> dict[str, Any]:
    common = {"uuid": "u-1", "conversation_uuid": "CON-1", "from": "12025550100", "to": "12025550111"}
    return {**common, **({"status": status} if status else {}), **values}


def test_an_event_moves_its_call(vonage: Vonage, call: Call) -> None:
    url = f"{EVENT}?call={call.client_ref}"
    assert vonage.says(url, said("ringing")).status_code == 200
    assert vonage.says(url, said("ringing")).status_code == 200
    found = call_of(CAROL)
    assert (found.state, found.carrier_id, found.conversation) == ("ringing", "u-1", "CON-1")
    assert len(db.session.scalars(select(WebhookEvent)).all()) == 1
    done = said("completed", duration="7", price="0.0031", timestamp="2026-11-29T10:00:07.000Z")
    vonage.says(EVENT, done)
    found = call_of(CAROL)
    assert (found.state, found.outcome, found.seconds, found.price) == ("ended", "answered", 7, 0.0031)


def test_who_picks_up_hears_the_first_message(vonage: Vonage, call: Call) -> None:
    url = f"{ANSWER}?call={call.client_ref}"
    for _ in range(2):
        answer = vonage.says(url, said(region_url="https://api-eu-1.nexmo.com"))
        assert [one["action"] for one in answer.json] == ["talk", "talk", "input", "talk"]
        assert answer.json[1] == {"action": "talk", "text": "Bonjour.", "language": "fr-FR"}
    found = call_of(CAROL)
    assert (found.state, found.region_url) == ("answered", "https://api-eu-1.nexmo.com")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that it takes."""
    said = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_turn_takes_few_statements(vonage: Vonage) -> None:
    """A caller waits for each of them: our share of a turn is to stay below 50 ms."""
    made = batch([CAROL], number(carrier="vonage"))
    made.replies_by, made.agent_id = RepliesBy.AGENT, desks.agent(made.author).id
    claimed()
    ref = call_of(CAROL).client_ref
    vonage.says(f"{EVENT}?call={ref}", said("ringing"))
    with counted() as picked_up:
        heard = vonage.says(f"{ANSWER}?call={ref}", said()).json
    assert len(picked_up) <= 16, picked_up
    for _ in range(2):  # the first one makes what later ones find
        url = next(one["eventUrl"][0] for one in heard if one["action"] == "input")
        asks = {"speech": {"results": [{"text": "when are you open", "confidence": "0.9"}]}}
        with counted() as turn:
            heard = vonage.says(url.removeprefix("http://localhost"), asks).json
        assert desks.HOURS in str(heard)
        assert len(turn) <= 13, turn


def test_what_detection_says_and_changes_nothing_does_not_begin_the_words_again(
    vonage: Vonage, call: Call
) -> None:
    """The answer to an event replaces what the line hears."""
    url = f"?call={call.client_ref}"
    assert vonage.says(f"{ANSWER}{url}", said()).json
    click = said("machine", sub_state="beep_start", call_uuid="u-1")
    assert vonage.says(f"{EVENT}{url}", click).json == {}, "too early for a voicemail's"


def test_what_detection_says_is_answered_once_more_as_long_as_that_is_what_the_line_hears(
    vonage: Vonage, call: Call
) -> None:
    url, machine = f"?call={call.client_ref}", said("machine", call_uuid="u-1")
    vonage.says(f"{ANSWER}{url}", said())
    listens = vonage.says(f"{EVENT}{url}", machine).json
    assert [one["action"] for one in listens] == ["input", "talk"]
    assert vonage.says(f"{EVENT}{url}", machine).json == listens
    person = {"speech": {"results": [{"text": "Allô ?", "confidence": "0.9"}]}}
    greets = vonage.says(listens[0]["eventUrl"][0].removeprefix("http://localhost"), person).json
    assert greets[-2]["action"] == "input"
    assert vonage.says(f"{EVENT}{url}", machine).json == {}, "they talk by now"


@pytest.mark.parametrize("path", [EVENT, ANSWER])
def test_what_is_not_verified_comes_again_and_changes_nothing(vonage: Vonage, call: Call, path: str) -> None:
    url = f"{path}?call={call.client_ref}"
    body = said("completed" if path == EVENT else None)
    assert vonage.says(url, body, token="").status_code == 503
    assert vonage.says(url, body, secret="another " * 5).status_code == 503
    assert vonage.says(url, body, payload_hash="0" * 64).status_code == 503
    assert call_of(CAROL).state == "sending"
    assert db.session.scalars(select(WebhookEvent)).all() == []


def test_an_event_of_a_call_that_nobody_knows_waits(vonage: Vonage) -> None:
    assert vonage.says(EVENT, said("ringing")).status_code == 200
    assert db.session.scalars(select(WebhookEvent.state)).all() == ["waiting"]


def test_an_event_at_the_address_of_messages_is_one_all_the_same(vonage: Vonage, call: Call) -> None:
    vonage.says(f"/webhooks/vonage/status?call={call.client_ref}", said("ringing"))
    assert call_of(CAROL).state == "ringing"


def test_what_names_no_call_is_kept_and_not_asked_for_again(vonage: Vonage) -> None:
    assert vonage.says(EVENT, {"status": "ringing"}).status_code == 200
    assert db.session.scalars(select(WebhookEvent.state)).all() == ["ignored"]


def asks(vonage: Vonage, path: str = ANSWER, **options: Any) -> Any:
    """By GET, as an application does whose answer address was left as it is; a plus sign is left away."""
    db.session.commit()
    query = said(uuid="u-9", to="12025550100", region_url="https://api-us-1.nexmo.com")
    query |= {"from": "12025550111", **options.pop("query", {})}
    headers = {"Authorization": f"Bearer {vonage.token(b'', **options)}"} if options.pop("sign", True) else {}
    return vonage.app.test_client().get(path, query_string=query, headers=headers)


def test_a_call_to_us_may_be_asked_about_with_a_get(vonage: Vonage) -> None:
    number(carrier="vonage")
    for _ in range(2):
        answer = asks(vonage, payload_hash="0" * 64)  # of what, is not documented
        assert answer.status_code == 200
        assert answer.json[0]["action"] == "talk"
    found = call_of(CAROL)
    assert (found.direction, found.state, found.carrier_id) == ("in", "answered", "u-9")
    assert found.region_url == "https://api-us-1.nexmo.com"


@pytest.mark.parametrize(
    "options",
    [
        {"sign": False},
        {"secret": "another " * 5},
        {"iat": 1_700_000_000},
        {"iat": None},
        {"application_id": "x"},
    ],
    ids=str,
)
def test_a_get_is_believed_only_when_it_is_new_and_ours(vonage: Vonage, options: dict[str, Any]) -> None:
    number(carrier="vonage")
    assert asks(vonage, **options).status_code == 503
    assert db.session.scalars(select(Call)).all() == []


def test_an_event_by_get_moves_nothing(vonage: Vonage, call: Call) -> None:
    ended = said("completed", call=str(call.client_ref))
    asks(vonage, query=ended)
    assert call_of(CAROL).state == "answered", "the question alone counts"
    asks(vonage, EVENT, query=ended, payload_hash="0" * 64)
    assert call_of(CAROL).state == "answered"


def test_an_address_is_checked_with_a_get(app: Flask) -> None:
    for path in (EVENT, ANSWER):
        assert app.test_client().get(path).status_code == 200
    assert app.test_client().get("/webhooks/nobody/event").status_code == 404
