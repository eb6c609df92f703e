"""A number as the Numbers API lists it, and what links it."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.carriers.account import OwnedNumber, SetState
from webapp.carriers.vonage import owned_numbers

OURS, OTHER = "app-1", "app-2"
ROW: dict[str, Any] = {
    "country": "GB",
    "msisdn": "447700900000",
    "type": "mobile-lvn",
    "features": ["VOICE", "SMS"],
}


def read(**more: Any) -> OwnedNumber:
    found = owned_numbers.read(ROW | more, OURS)
    assert found is not None
    return found


def test_its_phone_and_what_it_can_do() -> None:
    found = read()
    assert (found.phone, found.country, found.channels) == ("+447700900000", "GB", {"sms", "call"})
    assert read(features=["MMS"]).channels == {"sms"}
    assert read(features=None).channels == set()
    assert read(features=["FAX", 7, None]).channels == set()


@pytest.mark.parametrize(
    ("told", "state", "application"),
    [
        ({}, SetState.MISSING, ""),
        ({"app_id": OURS}, SetState.SET, OURS),
        ({"messagesCallbackType": "app", "messagesCallbackValue": OURS}, SetState.SET, OURS),
        ({"app_id": OTHER}, SetState.ELSEWHERE, OTHER),
        (
            {"app_id": OURS, "voiceCallbackType": "app", "voiceCallbackValue": OTHER},
            SetState.ELSEWHERE,
            OTHER,
        ),
        ({"voiceCallbackType": "tel", "voiceCallbackValue": "442079460000"}, SetState.MISSING, ""),
        ({"app_id": 5}, SetState.MISSING, ""),
    ],
)
def test_to_which_application_it_is_linked(told: dict[str, Any], state: SetState, application: str) -> None:
    found = read(**told)
    assert (found.state, found.application) == (state, application)


@pytest.mark.parametrize(
    "row", [None, [], {}, {"msisdn": "12345"}, {"msisdn": "+447700900000"}, {"msisdn": 5}]
)
def test_what_is_no_phone_is_left_out(row: Any) -> None:
    assert owned_numbers.read(row, OURS) is None


def test_linking_keeps_what_it_has_besides() -> None:
    assert owned_numbers.form(read(), OURS) == {"country": "GB", "msisdn": "447700900000", "app_id": OURS}
    own = {
        "moHttpUrl": "https://x.example/mo",
        "voiceCallbackType": "tel",
        "voiceCallbackValue": "442079460000",
    }
    assert owned_numbers.form(read(**own), OURS).items() >= own.items()
    linked = read(voiceCallbackType="app", voiceCallbackValue=OTHER)
    assert "voiceCallbackType" not in owned_numbers.form(linked, OURS)
