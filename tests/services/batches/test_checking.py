"""A row that raises while its list is checked is faulty with its reason, and the others are checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from jobs import intake as jobs
from tests import factories
from tests.services.outbox.trouble import poison, raise_for
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.content import SmsContent
from webapp.models.recipient import Recipient
from webapp.models.work import Work
from webapp.rules.cells import opt_out_column
from webapp.rules.phones import phone_kind
from webapp.services.batches import drafts, lifecycle
from webapp.services.batches.rows import questions
from webapp.services.gate import gate
from webapp.services.hours import hours
from webapp.services.recipients import tallies

PEOPLE = factories.phones(9)
BAD = PEOPLE[4]


@pytest.fixture
def batch(app: Flask) -> Batch:
    made = factories.batch(PEOPLE, state=BatchState.DRAFT)
    made.columns, made.message = ["phone", "opted_out"], "Hi"
    for row in db.session.scalars(select(Recipient)):
        row.cells = [row.phone or "", "no"]
    return made


def check(batch: Batch) -> dict[str, tuple[str, str]]:
    """Its status and its fault, by phone."""
    drafts.check_again(batch)
    db.session.commit()
    jobs.check_batch(batch.id)
    assert lifecycle.get(batch.id).checking == Work.DONE
    rows = db.session.execute(select(Recipient.phone, Recipient.status, Recipient.faults))
    found = {phone: (str(status), faults[0][2] if faults else "") for phone, status, faults in rows}
    counts = tallies.counts(batch.id)
    statuses = [status for status, _ in found.values()]
    assert {name: count for name, count in counts.items() if count} == {
        status: statuses.count(status) for status in statuses
    }
    return found


def only_one_is_faulty(found: dict[str, tuple[str, str]]) -> bool:
    assert {phone for phone, (status, _) in found.items() if status != "queued"} == {BAD}
    status, why = found[BAD]
    return status == "faulty" and why.startswith("Outbound failed on this row (")


@pytest.mark.parametrize("cells", ["7", "null", '{"a": 1}', "[[]]"])
def test_a_row_whose_cells_are_none(batch: Batch, cells: str) -> None:
    batch.content = SmsContent("Hi {{phone}}")
    poison(BAD, cells)
    assert only_one_is_faulty(check(batch))


def test_a_row_that_cannot_be_read_at_all(batch: Batch) -> None:
    if db.engine.dialect.name == "sqlite":  # PostgreSQL keeps nothing but JSON
        db.session.execute(text("UPDATE recipient SET faults = '[{' WHERE phone = :phone"), {"phone": BAD})
    else:
        poison(BAD, "null")
        batch.content = SmsContent("Hi {{phone}}")
    assert only_one_is_faulty(check(batch))


STEPS: dict[str, tuple[Any, str, Callable[..., bool]]] = {
    "the gate": (gate, "refusals", lambda phones, _asking: BAD in phones),
    "its zone": (hours, "where", lambda phones, *_: BAD in list(phones)),
    "its kind": (phone_kind, "kind", lambda phone: phone == BAD),
    "its marks": (opt_out_column.OptOutColumn, "marks", lambda _self, cells: BAD in cells),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_row_that_raises_in_a_step(batch: Batch, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    with monkeypatch.context() as patched:
        raise_for(patched, *STEPS[step])
        assert only_one_is_faulty(check(batch))
    assert {status for status, _ in check(batch).values()} == {"queued"}  # it is tried again


def test_what_is_counted_is_counted_once(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    check(batch)
    before = lifecycle.get(batch.id)
    segments, places = before.units_total, sum(count for _, _, count in before.whereabouts)
    raise_for(monkeypatch, hours, "where", lambda phones, *_: BAD in list(phones))
    check(batch)
    after = lifecycle.get(batch.id)
    assert after.units_total == segments - 1
    assert sum(count for _, _, count in after.whereabouts) == places - 1
    assert after.questions[questions.MARKED.key] == 0


def test_a_fault_of_the_row_itself_stays(batch: Batch) -> None:
    fault = ["several", 0, "Two phones."]
    row = db.session.scalars(select(Recipient).where(Recipient.phone == BAD)).one()
    row.faults = [fault]
    poison(BAD, "7")
    batch.content = SmsContent("Hi {{phone}}")
    check(batch)
    db.session.expire_all()
    assert [one[0] for one in row.faults or []] == ["several", "message.internal"]


def test_when_every_row_raises_it_is_the_check_that_fails(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_for(monkeypatch, gate, "refusals", lambda *_: True)
    with pytest.raises(ValueError, match="injected"):
        check(batch)
    assert lifecycle.get(batch.id).checking == Work.FAILED
    assert set(db.session.scalars(select(Recipient.status))) == {"queued"}
