"""The made-up batches fit the people and the agents that there are."""

from __future__ import annotations

import pytest

from webapp.agents.templates.registry import TEMPLATES
from webapp.rules.replies import keywords
from webapp.services.demo.lists import COLUMNS
from webapp.services.demo.outreaches import OUTREACHES, STRANGERS
from webapp.services.demo.story import NAMES, NUMBERS, Outreach


def sent_to(one: Outreach) -> list[str]:
    return [name.split()[0] for name in NAMES[slice(*one.people)]][: one.sent]


@pytest.mark.parametrize("one", OUTREACHES, ids=lambda one: one.name)
def test_who_writes_back_got_it_and_who_did_not_get_it_is_silent(one: Outreach) -> None:
    writers = [talk.person for talk in one.talks]
    assert len(set(writers)) == len(writers)
    assert set(writers) <= set(sent_to(one)) - one.troubles.keys()
    assert one.troubles.keys() <= set(sent_to(one))
    assert all(talk.number == one.number for talk in one.talks)


def test_each_is_of_a_number_and_of_a_template_that_there_is() -> None:
    assert {one.number for one in OUTREACHES} == set(NUMBERS)
    assert {one.agent for one in OUTREACHES} - {""} == set(TEMPLATES)
    assert len({one.name for one in OUTREACHES}) == len(OUTREACHES)


def test_what_is_not_sent_yet_has_no_replies() -> None:
    waiting = [one for one in OUTREACHES if one.start is None]
    assert len(waiting) == 2
    assert not any(one.talks or one.troubles for one in waiting)


def test_one_opts_out_one_asks_to_stop_and_strangers_write_at_a_time_of_their_own() -> None:
    texts = [text for one in OUTREACHES for talk in one.talks for who, text, _ in talk.lines if who == "they"]
    assert [keywords.match(text) for text in texts if text == "STOP"] != []
    assert any("stop texting me" in text for text in texts)
    assert all(talk.at is not None for talk in STRANGERS)


def test_messages_use_the_columns_of_the_lists() -> None:
    from webapp.rules import placeholders

    for one in OUTREACHES:
        assert not placeholders.Template.parse(one.message).bind(COLUMNS).faults
