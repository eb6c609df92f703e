"""Other systems call the addresses of workflows over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import flow, live, refusals, runs, step
from tests.views.program import Program
from webapp.models.workflow import Workflow
from webapp.services.workflows import addresses
from webapp.views import failures

END = step(1, "end")

A_FILE = {
    "data": b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\nx\r\n--x--\r\n',
    "content_type": "multipart/form-data; boundary=x",
}


@pytest.fixture
def workflow(app: Flask) -> Workflow:
    return live(flow("webhook", END))


@pytest.fixture
def address(workflow: Workflow) -> str:
    return f"/in/{addresses.token(workflow.id)}"


@pytest.fixture
def booking(app: Flask) -> Program:
    return Program(app, "")


def test_json_and_a_form(booking: Program, address: str) -> None:
    answer = booking.call("POST", address, json={"phone": CAROL})
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"run": runs()[0].id, "said": "It started a run."},
    )
    again = booking.call("POST", address, data={"phone": CAROL}).get_json()
    assert again == {"run": None, "said": "They are in this workflow already."}


def test_the_same_key_is_the_same_event(booking: Program, address: str) -> None:
    headers = {"Idempotency-Key": "7"}
    answers = [booking.call("POST", address, json={"phone": CAROL}, headers=headers) for _ in range(2)]
    assert {answer.get_json()["run"] for answer in answers} == {runs()[0].id}


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        ({"data": b"x" * 1_000_000}, 413, "That is too large: 256 kB at most."),
        ({"data": b"x" * 2_000_000}, 413, "That is too large: 256 kB at most."),
        ({"data": b"{"}, 422, "This is not a JSON object"),
        (A_FILE, 422, "This is not a JSON object"),
        ({"json": {"name": "Carol"}}, 422, "The phone is missing."),
        ({"json": {"phone": "a\x00\ud800"}}, 422, "“a"),
    ],
)
def test_bad_input_is_one_sentence_and_a_line(
    booking: Program, address: str, options: dict[str, Any], status: int, sentence: str
) -> None:
    answer = booking.call("POST", address, **options)
    assert (answer.status_code, answer.is_json) == (status, True)
    assert answer.get_json()["detail"].startswith(sentence)
    assert len(refusals()) == 1
    assert runs() == []


def test_an_address_that_leads_nowhere(booking: Program, workflow: Workflow) -> None:
    for token in ("guessed", "x" * 5_000, "ü"):
        answer = booking.call("POST", f"/in/{token}", json={"phone": CAROL})
        assert (answer.status_code, answer.get_json()["detail"]) == (404, failures.FOR_PROGRAMS[404])
    assert booking.call("GET", "/in/guessed").status_code == 405


def test_too_many_calls_are_told_to_wait(booking: Program, address: str) -> None:
    for _ in range(300):
        booking.call("POST", "/in/guessed", data=b"")
    refused = booking.call("POST", "/in/guessed", data=b"")
    assert (refused.status_code, refused.is_json, bool(refused.headers["Retry-After"])) == (429, True, True)
    assert booking.call("POST", address, json={"phone": CAROL}).status_code == 200
