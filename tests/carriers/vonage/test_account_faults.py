"""What Vonage's refusals about the account mean, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.carriers.vonage import account_faults

PARAMETERS = [{"name": "capabilities.voice", "reason": "must be an object"}, 5]


@pytest.mark.parametrize(
    ("status", "body", "words", "unknown"),
    [
        (401, {"error-code": "401"}, "VONAGE_API_KEY and VONAGE_API_SECRET", False),
        (403, None, "(403)", False),
        (404, {"title": "Not Found"}, "VONAGE_APPLICATION_ID", False),
        (420, {"error-code": "420", "error-code-label": "method failed"}, "(420): method failed.", False),
        (400, {"invalid_parameters": PARAMETERS}, "(400): capabilities.voice must be an object.", False),
        (400, {"detail": "Look\u202e here\n."}, "(400): Look here .", False),
        (429, None, "slow down", False),
        (307, None, "it was not followed", False),
        (500, {"title": "Internal error"}, "Vonage answered 500: Internal error.", True),
        (503, "words", "Vonage answered 503.", True),
        (202, {}, "Vonage answered 202.", True),
        (402, ["odd"], "Vonage refuses it (402).", False),
    ],
)
def test_refusals(status: int, body: Any, words: str, unknown: bool) -> None:
    fault = account_faults.refused(status, body, of_application=True)
    assert words in fault.sentence
    assert fault.unknown is unknown


def test_a_404_of_the_numbers_api_is_not_about_the_application() -> None:
    assert "VONAGE_APPLICATION_ID" not in account_faults.refused(404, {}, of_application=False).sentence
