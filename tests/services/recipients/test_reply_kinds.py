"""Which kind a reply is of: told as it is counted, in the languages of who answers it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, they_write
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.models.agent import EngineName
from webapp.models.batch import Batch, RepliesBy
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm
from webapp.services.opt_outs import holds
from webapp.services.recipients import reply_kinds, tallies


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Carol got a question."""
    found = factories.batch([CAROL], "Hi, can you come on Monday?")
    factories.sent(found, CAROL)
    db.session.commit()
    return found


def kind() -> ReplyKind | None:
    return db.session.scalar(select(Recipient.reply_kind))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ok", ReplyKind.YES), ("No, sorry", ReplyKind.NO), ("What time?", ReplyKind.QUESTION),
        ("wrong number", ReplyKind.WRONG_NUMBER), ("stop texting me please", ReplyKind.STOP),
        ("STOP", ReplyKind.STOP), ("The bus was blue", ReplyKind.OTHER), ("", ReplyKind.OTHER),
    ],
)  # fmt: skip
def test_a_reply_is_told_in_the_transaction_that_counts_it(
    batch: Batch, text: str, expected: ReplyKind
) -> None:
    they_write(text)
    assert kind() == expected


def test_the_first_reply_counts_until_they_opt_out(batch: Batch) -> None:
    they_write("What time?")
    they_write("yes")
    assert kind() == ReplyKind.QUESTION
    they_write("stop")
    assert kind() == ReplyKind.STOP


def test_a_hold_that_staff_decide_is_a_stop(batch: Batch) -> None:
    they_write("Please stop texting me, this is my work phone")
    hold = holds.of(CAROL)
    assert hold is not None
    holds.opt_out(hold, factories.user())
    db.session.commit()
    assert kind() == ReplyKind.STOP
    counts = tallies.counts(batch.id)
    assert (counts[tallies.REPLIED], counts[tallies.OPTED_OUT]) == (0, 1)


def test_ok_is_no_yes_where_nothing_was_asked(app: Flask) -> None:
    batch = factories.batch([CAROL], "We are closed on Monday.")
    assert reply_kinds.tell(batch.id, "ok") == ReplyKind.OTHER
    assert reply_kinds.tell(batch.id, "yes") == ReplyKind.YES


def test_the_agent_s_languages_are_tried_before_those_of_the_country(app: Flask) -> None:
    spanish = Definition(instructions="Be kind.", languages=("es",))
    agent = store.create(AgentForm("Recepción", EngineName.PLAYBOOK, spanish), factories.user())
    batch = factories.batch([CAROL], "¿Viene el lunes?", replies_by=RepliesBy.AGENT, agent_id=agent.id)
    assert reply_kinds.tell(batch.id, "no sábado no puedo") == ReplyKind.NO
    of_number = factories.batch([CAROL], "¿Viene el lunes?", number_id=batch.number_id)
    number = db.session.get_one(Number, batch.number_id)
    factories.sms_of(number).agent_id = agent.id
    db.session.flush()
    assert reply_kinds.tell(of_number.id, "vale") == ReplyKind.YES


def test_a_batch_that_is_gone_is_told_in_english(app: Flask) -> None:
    assert reply_kinds.tell(12345, "yes") == ReplyKind.YES
