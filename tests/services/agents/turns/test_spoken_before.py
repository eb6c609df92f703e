"""The newest call's last utterances, of many conversations at once."""

from __future__ import annotations

from flask import Flask

from tests import calls, factories
from tests.conversations import CAROL, DAVE
from webapp.agents.base import Who
from webapp.db import db
from webapp.services.agents.turns import spoken_before


def test_the_newest_call_of_each_and_no_more_of_it_than_its_end(app: Flask) -> None:
    number = factories.number()
    talks = [factories.thread(phone, number.id) for phone in (CAROL, DAVE)]
    calls.turns(factories.call(CAROL, number.id, "ended", outcome="answered"), "Old.")
    words = [str(at) for at in range(spoken_before.LATEST + 3)]
    calls.turns(factories.call(CAROL, number.id, "ended", outcome="answered"), *words)
    db.session.commit()
    found = spoken_before.of_all([one.id for one in talks])
    assert [turn.text for turn in found[talks[0].id]] == words[-spoken_before.LATEST :]
    assert found[talks[0].id][0].who is Who.CONTACT
    assert found[talks[1].id] == []


def test_a_call_in_which_nothing_was_said_says_nothing(app: Flask) -> None:
    call = factories.call(CAROL, state="ended", outcome="no_answer")
    db.session.commit()
    assert spoken_before.of_all([call.thread_id]) == {call.thread_id: []}
