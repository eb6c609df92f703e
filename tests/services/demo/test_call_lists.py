"""The made-up batch of calls: rows, calls and opt-outs say the same."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.call import Call
from webapp.models.recipient import Recipient
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.agents import store
from webapp.services.demo import agents, call_lists, lists
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Stage
from webapp.services.demo.story import DENTAL, Ago, Outreach, PhoneCall
from webapp.services.recipients import tallies

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
TOLD = Outreach(
    "Calls", DENTAL, "reminder_desk", "Hi {{first_name}}, can you make it?", (0, 3), Ago(2, "10:00"),
    calls=(
        PhoneCall("Ada", ("yes", "bye"), before=Outcome.BUSY),
        PhoneCall("Alan", ("do not call me again",)),
    ),
    voicemail="Please call us back.",
)  # fmt: skip


def test_people_are_called_and_called_again(app: Flask) -> None:
    by, ours = factories.user(), {DENTAL: factories.number(DENTAL)}
    made = agents.make(by)
    batch, agent = lists.make(TOLD, by, ours, made, NOW), made["reminder_desk"]
    stage, answerer = Stage(by, ours), Answerer(agent, store.current(agent).definition)
    for index in range(3):
        call_lists.place(batch, stage, index, answerer, call_lists.at(batch, index))
    call_lists.place(batch, stage, 0, answerer, batch.start + call_lists.AGAIN, again=True)
    call_lists.place(batch, stage, 1, answerer, batch.start + call_lists.AGAIN, again=True)
    lists.count(batch)
    placed = db.session.execute(select(Call.outcome, Call.attempt).order_by(Call.id)).all()
    assert [tuple(one) for one in placed] == [("busy", 1), ("answered", 1), ("no_answer", 1), ("answered", 2)]
    rows = db.session.scalars(select(Recipient).order_by(Recipient.row_no)).all()
    assert [row.status for row in rows] == ["answered", "skipped", "no_answer"]
    assert rows[1].skip_reason == "opted out" and rows[1].opted_out_at is not None
    assert tallies.counts(batch.batch.id)[tallies.OPTED_OUT] == 1
