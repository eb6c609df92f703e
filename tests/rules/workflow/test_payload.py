"""What programs send becomes names and texts."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.rules.workflow import payload


def deep(levels: int) -> Any:
    sent: Any = "at last"
    for _ in range(levels):
        sent = {"in": sent}
    return sent


def test_nested_values_have_dots_in_their_names() -> None:
    sent = {
        "order": {"id": 7, "items": [{"name": "lamp"}, {"name": "bulb"}], "paid": True, "note": None},
        "total": 12.50,
        "count": 3.0,
        "express": False,
        "": "no name",
    }
    assert payload.flat(sent) == {
        "order.id": "7",
        "order.items.0.name": "lamp",
        "order.items.1.name": "bulb",
        "order.paid": "yes",
        "total": "12.5",
        "count": "3",
        "express": "no",
    }


def test_what_is_long_is_cut() -> None:
    [(name, value)] = payload.flat({"n" * 300: "v" * 5000}).items()
    assert (len(name), len(value)) == (100, 2000)


def test_as_deep_as_may_be_and_one_deeper() -> None:
    assert payload.flat(deep(11)) == {"in" + ".in" * 10: "at last"}
    for levels in (12, 100, 900):
        with pytest.raises(payload.PayloadFault) as refused:
            payload.flat(deep(levels))
        assert refused.value.sentence == "This is nested too deep. 10 levels are the most."


def test_as_many_values_as_may_be_and_one_more() -> None:
    assert len(payload.flat({str(n): n for n in range(200)})) == 200
    with pytest.raises(payload.PayloadFault, match="more than 200 values"):
        payload.flat({str(n): n for n in range(201)})
