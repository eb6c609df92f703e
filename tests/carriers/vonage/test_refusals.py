"""What is not certain is said in the words of what was asked."""

from __future__ import annotations

from requests import ConnectionError as Broken
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError

from webapp.carriers.vonage import refusals


def test_a_call_rings_or_not_and_a_message_goes_out_or_not() -> None:
    assert refusals.from_response(500, {}, {}).sentence.endswith("; the message may or may not go out.")
    assert refusals.from_response(500, {}, {}, refusals.OF_CALLS).sentence.endswith("may or may not ring.")
    assert "may or may not ring" in refusals.unreadable(ValueError(), refusals.OF_CALLS).sentence
    assert "may or may not ring" in refusals.disconnected(Broken("reset"), refusals.OF_CALLS).sentence


def test_what_never_left_may_be_repeated() -> None:
    never = MaxRetryError(None, "/", ConnectTimeoutError())  # type: ignore[arg-type]
    assert refusals.disconnected(Broken(never)).retry_after == 5
    assert refusals.disconnected(Broken("reset")).unknown
