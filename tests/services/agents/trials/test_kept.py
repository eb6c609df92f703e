"""What is kept of an outcome comes back as it was, without what no page shows."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import desks
from tests.conversations import they_write, thread_of
from tests.services.agents.evals_of_desks import HOURS, PARKING
from webapp.db import db, now
from webapp.models.trial import Trial, TrialKind
from webapp.services.agents import trying
from webapp.services.agents.evals import evals, replay
from webapp.services.agents.trial_talk import Talk
from webapp.services.agents.trials import kept
from webapp.services.agents.trying import Person

BAD = "test: Late\nsays: when are you open\ncontains: midnight\nlabel: Night"


def trial(asked: dict[str, object], result: dict[str, object], agent_id: int, by: int) -> Trial:
    """As the database gives it back."""
    row = Trial(
        user_id=by, agent_id=agent_id, version=1, kind=TrialKind.TESTS, asked=asked, result=result,
        until=now() + timedelta(seconds=30),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    db.session.expire_all()
    return row


def test_a_conversation(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    heard = trying.hear(Talk(), "when are you open")
    said = trying.say(desk, heard, Person())
    row = trial(kept.of_talk(heard), kept.of_talk(said), desk.id, ada.id)
    assert (kept.asked_talk(row), kept.talk(row)) == (heard, said)
    row.result = {}
    assert kept.talk(row) is None


def test_tests(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    text = HOURS + PARKING + BAD
    played = evals.run(desk, text=text)
    row = trial({"text": text}, kept.of_cases(played.cases), desk.id, ada.id)
    results = kept.results(row, desk)
    assert results.sentence == played.sentence
    assert results.mistakes == played.mistakes != ()
    assert [case.failed for case in results.cases] == [case.failed for case in played.cases]
    assert results.cases[0].turns[0].said == desks.HOURS
    row.result = {}
    assert (kept.results(row, desk).total, kept.results(row, desk).cases) == (3, ())


def test_a_replay(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("when are you open"))
    desks.answer()
    they_write("HELP")
    played = replay.play(desk, thread)
    assert len(played.exchanges) == 2
    row = trial({}, kept.of_replay(played), desk.id, ada.id)
    assert kept.replay(row) == played
    row.result = {}
    assert kept.replay(row) == replay.Replay()
