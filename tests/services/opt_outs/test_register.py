"""However someone opts out, or in again, the audit has one line of it, written by the verb."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, they_write, thread_of, we_write
from webapp.carriers.base import Report, StatusReport
from webapp.db import db
from webapp.models.event import Event
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.user import User
from webapp.services import receipts
from webapp.services.opt_outs import holds, imports, listing, programs, recording, register
from webapp.services.outbox import claim, due
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.outbox.record import record
from webapp.services.team import api_keys
from webapp.services.team.api_keys import Caller
from webapp.views.audit_text.every import sentence
from webapp.views.audit_text.words import IT

ASKS = "please stop texting me"
SAYS_NO = "This person has opted out with the carrier."


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    return factories.user()


def lines() -> list[Event]:
    db.session.commit()
    about = Event.kind.in_(["contact.opted_out", "contact.opted_in", "opt_outs.imported"])
    return list(db.session.scalars(select(Event).where(about).order_by(Event.id)))


def by_keyword(_ada: User) -> None:
    they_write("STOP")
    they_write("stop")


def by_staff(ada: User) -> None:
    listing.add(CAROL, "She rang us up.", ada)


def by_request(ada: User) -> None:
    they_write(ASKS)
    holds.opt_out(holds.waiting()[0], ada)


def by_program(ada: User) -> None:
    key, _ = api_keys.make("Website", ada)
    for _ in range(2):
        programs.tell([CAROL], "Unticked the box", Caller(key.id, key.name, noted=True))


def by_list(ada: User) -> None:
    content = io.BytesIO(f"phone_number\n{CAROL}\n+12025550177\n".encode())
    one = imports.take("old.csv", content, imports.ImportForm("The old tool", "US"), ada.id)
    db.session.commit()
    for _ in recording.read(one.id):
        db.session.commit()


def by_report(ada: User) -> None:
    message = we_write(thread_of(they_write("Hi")), "Hello", ada.id)
    for number in range(2):
        report = StatusReport(
            f"out-{number}", str(message.client_ref), Report.REJECTED, "1240", SAYS_NO, True
        )
        receipts.receive(report, {})


def by_answer(_ada: User) -> None:
    factories.batch([CAROL], number_id=db.session.scalars(select(Number.id)).one())
    [entry] = claim.claim(due.senders()[0], 1)
    record([Outcome(entry, SendResult.REFUSED, code="1240", sentence=SAYS_NO, opted_out=True)])


DOORS: dict[str, tuple[Callable[[User], None], str, str]] = {
    "STOP": (by_keyword, "keyword", f"{IT} opted out: “STOP”"),
    "staff": (by_staff, "staff", f"opted {IT} out: She rang us up."),
    "a longer wish": (by_request, "request", f"read it as an opt-out of {IT}: “{ASKS}”"),
    "a program": (by_program, "api", f"{IT} opted out, says the program “Website”: “Unticked the box”"),
    "a list": (by_list, "import", "imported opt-outs from old.csv"),
    "a report": (by_report, "carrier", f"{IT} has opted out, says the carrier"),
    "the answer to a send": (by_answer, "carrier", f"{IT} has opted out, says the carrier"),
}


@pytest.mark.parametrize(("opts_out", "source", "said"), DOORS.values(), ids=DOORS.keys())
def test_every_opt_out_is_one_line_of_the_audit(
    ada: User, opts_out: Callable[[User], None], source: str, said: str
) -> None:
    opts_out(ada)
    [line] = lines()
    assert sentence(line) == said
    assert CAROL in register.active([CAROL])
    opt_out = db.session.scalars(select(OptOut).where(OptOut.phone == CAROL)).one()
    assert opt_out.source == source
    if source != "import":
        assert (line.data["phone"], line.data["source"]) == (CAROL, source)
        assert CAROL in line.about
    if opt_out.message_id:
        assert line.thread_id is not None, "it leads to the conversation"


@pytest.mark.parametrize("before", ["STOP", ASKS])
def test_start_is_one_line(ada: User, before: str) -> None:
    they_write(before)
    count = len(lines())
    they_write("START")
    they_write("START")
    [line] = lines()[count:]
    assert sentence(line) == f"{IT} opted in again: “START”"


def test_lifting_is_one_line(ada: User) -> None:
    by_staff(ada)
    listing.lift(db.session.scalars(select(OptOut)).one(), "She rang again.", ada)
    [_, line] = lines()
    assert sentence(line) == f"lifted the opt-out of {IT}: She rang again."
    assert line.user_id == ada.id
