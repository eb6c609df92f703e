"""A longer message that reads like an opt-out: nothing reaches them until a person decides."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.hold import Hold
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.inbox import reply
from webapp.services.opt_outs import holds, register
from webapp.services.outbox import claim, due

ASKS = "Please stop texting me, this is my work phone"


@pytest.fixture(autouse=True)
def ada(app: Flask) -> User:
    """Someone who decides, and the front desk's number."""
    factories.number()
    return factories.user()


def held() -> Hold:
    they_write(ASKS)
    found = holds.of(CAROL)
    assert found is not None
    return found


@pytest.mark.parametrize("origin", list(Origin))
def test_nobody_reaches_them_meanwhile(origin: Origin) -> None:
    held()
    verdict = gate.ask(CAROL, Asking(origin, Channel.SMS))
    assert verdict.allowed is (origin == Origin.CONFIRMATION)
    if not verdict.allowed:
        assert "work phone" in verdict.reason
        assert verdict.short == "on hold"
    assert gate.ask(DAVE, Asking(origin, Channel.SMS)).allowed


def test_they_wait_for_an_answer_and_are_not_opted_out() -> None:
    thread = db.session.get_one(Thread, held().thread_id)
    assert thread.needs_reply
    assert register.active([CAROL]) == {}


def test_a_batch_skips_them_and_says_why(app: Flask) -> None:
    held()
    factories.batch([CAROL, DAVE], number_id=1, created_by=1)
    line = due.senders()[0]
    assert [entry.phone for entry in claim.claim(line, 10)] == [DAVE]
    skipped = db.session.query(Recipient).filter_by(phone=CAROL).one()
    assert (skipped.status, skipped.skip_reason) == (RecipientStatus.SKIPPED, "on hold")


def test_staff_read_why_they_cannot_write(ada: User) -> None:
    thread = thread_of(they_write(ASKS))
    with pytest.raises(Fault, match="reads like an opt-out"):
        reply.reply(thread, "But why?", ada.id, reply.new_key())


def test_read_as_an_opt_out_it_is_one_with_the_message_as_evidence(ada: User) -> None:
    hold = held()
    holds.opt_out(hold, ada)
    assert not gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed
    out = db.session.query(OptOut).one()
    assert (out.source, out.evidence, out.message_id, out.created_by) == (
        "request",
        ASKS,
        hold.message_id,
        ada.id,
    )
    assert holds.of(CAROL) is None
    assert not db.session.get_one(Thread, hold.thread_id).needs_reply


def test_dismissed_they_can_be_reached_again(ada: User) -> None:
    holds.dismiss(held(), ada)
    assert gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed
    assert holds.count() == 0


def test_a_running_batch_goes_on_with_them(ada: User) -> None:
    hold = held()
    factories.batch([CAROL], number_id=1, created_by=1)
    line = due.senders()[0]
    assert claim.claim(line, 10) == []
    holds.dismiss(hold, ada)
    assert [entry.phone for entry in claim.claim(due.senders()[0], 10)] == [CAROL]


def test_only_the_first_decision_counts(ada: User) -> None:
    hold = held()
    holds.opt_out(hold, ada)
    with pytest.raises(Conflict, match="decided this already: they are opted out"):
        holds.dismiss(hold, ada)
    assert not gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_who_reads_an_opt_out_is_not_overruled_by_who_does_not(ada: User) -> None:
    hold = held()
    holds.dismiss(hold, factories.user("Bea"))
    holds.opt_out(hold, ada)
    assert not gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed
    with pytest.raises(Conflict, match="decided this already: it was no opt-out"):
        holds.dismiss(hold, ada)
    assert not gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_who_has_written_start_since_is_not_opted_out_by_an_old_page(ada: User) -> None:
    hold = held()
    they_write("START")
    with pytest.raises(Conflict, match="They have decided this themselves: it was no opt-out"):
        holds.opt_out(hold, ada)
    assert gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_stop_decides_it_and_so_does_start() -> None:
    they_write(ASKS)
    they_write("STOP")
    assert holds.of(CAROL) is None
    assert CAROL in register.active([CAROL])
    they_write("START")
    they_write(ASKS)
    assert holds.of(CAROL) is not None
    they_write("start")
    assert holds.of(CAROL) is None
    assert gate.ask(CAROL, Asking(Origin.BATCH, Channel.SMS)).allowed


def test_asking_again_is_one_hold(ada: User) -> None:
    they_write(ASKS)
    they_write("take me off your list")
    assert holds.count() == 1


def test_who_is_out_already_is_not_held() -> None:
    they_write("STOP")
    they_write(ASKS)
    assert holds.count() == 0
