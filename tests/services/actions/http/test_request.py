"""A request says to whom it goes, and nothing of what is in it."""

from __future__ import annotations

from webapp.services.actions.http.request import Request

CANARY = "canary-4711-secret"


def test_its_host_is_there_for_sentences() -> None:
    assert Request("GET", "https://booking.example.com:8443/a?b", {}).host == "booking.example.com:8443"


def test_a_request_does_not_show_what_is_in_it() -> None:
    request = Request("POST", f"https://x.org/{CANARY}", {"A": CANARY}, CANARY.encode(), secrets=(CANARY,))
    assert CANARY not in repr(request)
