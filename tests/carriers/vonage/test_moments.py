"""Times, as each of Vonage's APIs was seen to write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.carriers import facts
from webapp.carriers.vonage import moments


@pytest.mark.parametrize(
    "written",
    [
        "2020-01-01T14:00:00Z",
        "2020-01-01T14:00:00.000Z",
        "2020-01-01 14:00:00 UTC",
        "2020-01-01 14:00:00",
        "2020-01-01T15:00:00+01:00",
        " 2020-01-01T14:00:00Z ",
    ],
)
def test_a_time_is_read_however_it_is_written(written: str) -> None:
    assert moments.read(written) == datetime(2020, 1, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [None, "", "yesterday", 12, 1e400, ["2020"], "0001-01-01T00:00:00+14:00", "9" * 10_000, "2020-01-01\0"],
)
def test_what_is_no_time_is_none(written: object) -> None:
    assert moments.read(written) is None


def test_the_forms_of_the_facts_are_read() -> None:
    for written in facts.read("messages")["status_webhook"]["timestamp_forms_seen"]:
        assert moments.read(written.partition(" (")[0]) is not None, written
