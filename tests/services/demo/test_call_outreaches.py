"""The made-up calls fit the people and the agents that there are."""

from __future__ import annotations

from webapp.agents.templates.registry import TEMPLATES
from webapp.rules import placeholders
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.demo.call_outreaches import CALL_OUTREACHES, CALLERS
from webapp.services.demo.lists import COLUMNS
from webapp.services.demo.story import NAMES, NUMBERS, PEOPLE


def test_who_speaks_is_on_the_list_and_messages_use_its_columns() -> None:
    for one in CALL_OUTREACHES:
        called = {name.split()[0] for name in NAMES[slice(*one.people)]}
        assert {each.person for each in one.calls or ()} <= called
        assert one.number in NUMBERS and one.agent in TEMPLATES
        for text in (one.message, one.voicemail):
            assert not placeholders.Template.parse(text).bind(COLUMNS).faults


def test_only_who_picks_up_speaks_and_callers_come_at_a_time_of_their_own() -> None:
    told = [each for one in CALL_OUTREACHES for each in one.calls or ()]
    assert {one.outcome for one in told} >= {Outcome.ANSWERED, Outcome.VOICEMAIL, Outcome.BUSY}
    assert all(bool(one.said) == (one.outcome == Outcome.ANSWERED) for one in told)
    assert all(one.at is not None and one.person in PEOPLE and one.number in NUMBERS for one in CALLERS)
