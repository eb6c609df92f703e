"""Opt-outs and holds of a phone, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from webapp.db import now
from webapp.models.hold import Decision, Hold
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.services.inbox.timeline.opt_out_lines import HELD, OfPhone

NAMES = {7: "Ada"}
AT = now()


def said_of(row: OptOut) -> list[str]:
    return [line.text for line in OfPhone([row], []).lines(NAMES)]


@pytest.mark.parametrize(
    ("source", "evidence", "sentence"),
    [
        (OptOutSource.KEYWORD, "STOP", "They opted out by writing “STOP”."),
        (OptOutSource.KEYWORD, "", "They opted out by writing a keyword."),
        (OptOutSource.CALL, "take me off", "They opted out in a call: “take me off”"),
        (OptOutSource.STAFF, "On the phone", "Ada noted that they opted out: On the phone"),
        (OptOutSource.IMPORT, "list.csv", "Ada brought a list with them: list.csv"),
        (OptOutSource.CARRIER, "", "The carrier says that they opted out."),
        (OptOutSource.API, "", "Another program says that they opted out."),
        (OptOutSource.REQUEST, "leave me be", "Ada read it as an opt-out: “leave me be”."),
    ],
)
def test_how_they_opted_out(source: OptOutSource, evidence: str, sentence: str) -> None:
    assert said_of(OptOut(source=source, evidence=evidence, created_at=AT, created_by=7)) == [sentence]


def test_what_happened_stands_in_its_order() -> None:
    later = AT + timedelta(hours=1)
    row = OptOut(
        source=OptOutSource.STAFF, evidence="", created_at=later, created_by=7, lifted_at=later, lifted_by=7,
        lift_reason="They asked",
    )  # fmt: skip
    hold = Hold(text=" stop it ", created_at=AT, decided_at=later, decided_by=7, decision=Decision.DISMISSED)
    gone = OfPhone([row], [hold])
    told: list[tuple[datetime, str, str]] = [*gone.lines(NAMES, quoting=True)]
    assert told == [
        (AT, "out", f"They wrote “stop it”. {HELD}"),
        (later, "in", "Ada said that it was no opt-out."),
        (later, "out", "Ada noted that they opted out."),
        (later, "in", "Ada lifted the opt-out: They asked"),
    ]
    assert gone.deciders == [7, 7, 7]
