"""What an owner wrote and what would not be sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import desks
from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.stored import Definition, WorkingHours
from webapp.services.agents import unsendable
from webapp.services.agents.editing.templates import BEGINNINGS
from webapp.services.agents.unsendable import Unsendable

LONG = "We are open from nine to five, on Saturdays until noon, and closed on Sundays and holidays. "


def reasons(definition: Definition) -> dict[str, str]:
    return {f"{one.kind}/{one.key}": one.reason for one in unsendable.of(definition)}


def test_what_can_be_sent_is_not_told() -> None:
    plain = replace(
        desks.DESK,
        playbook=desks.PLAYBOOK[:3],
        away="Closed. Call 0113 496 0000 or write to help@dentist.example, {{first_name|you}}.",
    )
    assert unsendable.of(plain) == []
    assert unsendable.of(Definition()) == []


@pytest.mark.parametrize("key", BEGINNINGS)
def test_of_a_template_all_can_be_sent(key: str) -> None:
    assert unsendable.of(BEGINNINGS[key].definition) == []


def test_a_link_that_is_not_on_the_list_is_told_wherever_it_stands() -> None:
    link = "Look at evil.example/x, {{first_name}}."
    wrong = replace(
        desks.DESK,
        playbook=(PlaybookEntry("a", "A", ("a",), "Fine.", {"es": link}),),
        tasks=(replace(desks.VISIT, done_in={"es": link}),),
        knowledge=(Knowledge(4, "Site", link),),
        away_in={"es": link},
        hours=WorkingHours("Europe/Berlin", (540, 1020)),
    )
    told = "The answer had a link that is not on the agent's list: evil.example/x"
    assert unsendable.of(wrong) == [
        Unsendable("answers", "a", "A", told), Unsendable("tasks", "visit", "Appointment", told),
        Unsendable("knowledge", "4", "Site", told), Unsendable("hours", "", "Away text", told),
    ]  # fmt: skip
    assert unsendable.of(replace(wrong, links=("evil.example",))) == []
    assert "hours/" not in reasons(replace(wrong, hours=None)), "it is never said"


def test_what_is_too_long_or_cut_is_told_and_knowledge_may_be_long() -> None:
    long = replace(
        desks.DESK,
        playbook=(PlaybookEntry("a", "A", ("a",), 2 * LONG), PlaybookEntry("b", "B", ("b",), "x" * 200)),
        knowledge=(Knowledge(4, "Hours", 9 * LONG),),
    )
    assert reasons(long) == {
        "answers/a": "It is cut after a sentence: it is longer than one segment.",
        "answers/b": "The answer was longer than 1 segment.",
    }
    assert reasons(replace(long, segments=2)) == {}
