"""Checking a list: each row against what is said and against the gate, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import and_, bindparam, func, or_, select, update

from webapp.bulk import in_values
from webapp.channels import registry as channels
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.entry import Origin
from webapp.models.recipient import Recipient
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.batches.lists import list_work
from webapp.services.batches.rows import questions, row_reading, row_trouble
from webapp.services.batches.rows.opt_out_marks import OptOutMarks
from webapp.services.batches.rows.phone_kinds import PhoneKinds
from webapp.services.batches.rows.questions import MARKED, SEND, SIBLINGS
from webapp.services.batches.rows.row_findings import (
    FAULTY,
    QUEUED,
    SKIPPED,
    Finding,
    Found,
    Row,
)
from webapp.services.batches.rows.siblings import Siblings
from webapp.services.batches.time_zones import Whereabouts
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.hours import hours
from webapp.services.recipients import by_phone, tallies

AT_ONCE = 5000


class _Survey:
    """What a check counts as it goes through the list, and what it has to know for that."""

    def __init__(self, batch: Batch) -> None:
        self.content = channels.of(batch.channel).bind(batch.content, batch.columns)
        self.siblings = Siblings(batch.id, self.content, questions.answer_to(batch, SIBLINGS) == SEND)
        self.marks = OptOutMarks(batch.columns, questions.answer_to(batch, MARKED) == SEND)
        self.kinds = PhoneKinds(batch)
        self.places = Whereabouts()
        self.done = self.units = 0

    def find(self, rows: list[Row]) -> list[Found]:
        """What each row comes to, before the gate is asked."""
        found = row_trouble.find(self.content, rows)
        return self.kinds.apply(self.siblings.apply(self.marks.apply(found)))

    def add(self, batch: Batch, found: list[Found]) -> list[Found]:
        """The gate has been asked about these rows, too. What each of them comes to in the end."""
        asked = [row.phone for row, finding in found if row.phone and _is_asked_where(finding)]
        found = row_trouble.of_phones(found, asked, lambda phones: self.places.add(batch, [*phones]))
        self.units += sum(finding.units for _, finding in found if finding.status == QUEUED)
        self.done += len(found)
        batch.rows_checked = self.done
        return found

    def conclude(self, batch: Batch) -> None:
        """Every row has been looked at."""
        batch.units_total = self.units
        batch.whereabouts = self.places.counted()
        batch.questions = {SIBLINGS.key: self.siblings.others, **self.marks.counted(), **self.kinds.counted()}
        batch.set_checking(Work.DONE)


def check(batch_id: int) -> Iterator[int]:
    """Check all rows of a draft; yields the number of rows done whenever a commit is due.

    No transaction is open while rows are read and worked out: others can write meanwhile.
    """
    claim = background_work.begin(batch_id, list_work.CHECKING)
    survey = _Survey(claim.row) if claim else None
    yield 0
    if claim is None or survey is None:
        return
    after = 0
    while rows := _next(batch_id, after):
        found = survey.find(rows)
        batch = claim.again()
        if batch is None:
            return
        _write(survey.add(batch, _ask_gate(batch, found)))
        after = rows[-1].row_no
        claim.heartbeat()
        yield survey.done
    batch = claim.again()
    if batch is not None:
        _leave_out(batch_id, survey.marks.left_out)
        recount(batch_id)
        survey.conclude(batch)
        yield survey.done


def _next(batch_id: int, after: int) -> list[Row]:
    return row_reading.read(Recipient.batch_id == batch_id, Recipient.row_no > after, limit=AT_ONCE)


def _ask_gate(batch: Batch, findings: list[Found]) -> list[Found]:
    """Those that must not be reached are skipped, with the gate's word; not those who have to wait."""
    phones = [row.phone for row, finding in findings if row.phone and finding.status == QUEUED]
    asking, verdicts = Asking(Origin.BATCH, batch.channel, batch), dict[str, Verdict]()
    findings = row_trouble.of_phones(
        findings, phones, lambda some: verdicts.update(gate.refusals([*some], asking))
    )
    refused = {phone: verdict for phone, verdict in verdicts.items() if verdict.until is None}
    if not refused:
        return findings
    return [
        (row, finding._replace(status=SKIPPED, skip_reason=refused[row.phone].short))
        if row.phone in refused and finding.status == QUEUED
        else (row, finding)
        for row, finding in findings
    ]


def _is_asked_where(finding: Finding) -> bool:
    """Whether it matters where a person is: those left out for another reason are not counted."""
    return finding.status == QUEUED or finding.skip_reason == hours.NOWHERE


def _write(findings: list[Found]) -> None:
    changed = [
        {"row": row.id, "to": finding.status, "with_faults": finding.faults, "why": finding.skip_reason}
        for row, finding in findings
        if (row.status, row.faults, row.skip_reason) != finding[:3]
    ]
    if changed:
        # Spelled out: an executemany takes no IN.
        before_sending = or_(*(Recipient.status == status for status in (QUEUED, FAULTY, SKIPPED)))
        statement = (
            update(Recipient)
            .where(Recipient.id == bindparam("row"), before_sending)
            .values(
                status=bindparam("to"),
                faults=bindparam("with_faults", type_=Recipient.faults.type),
                skip_reason=bindparam("why"),
            )
        )
        db.session.connection().execute(statement, changed)


def _leave_out(batch_id: int, phones: Mapping[str, str]) -> None:
    """Further rows of people whom one row of theirs leaves out. A hold that ends lets none of them go on."""
    for why in sorted(set(phones.values())):
        theirs = Recipient.phone.in_(in_values(phone for phone, said in phones.items() if said == why))
        held = and_(Recipient.status == SKIPPED, Recipient.skip_reason == by_phone.ON_HOLD)
        waits = (Recipient.batch_id == batch_id, or_(Recipient.status == QUEUED, held))
        db.session.connection().execute(
            update(Recipient).where(*waits, theirs).values(status=SKIPPED, skip_reason=why)
        )


def recount(batch_id: int) -> None:
    """Set the tally to what the rows say."""
    tallies.clear(batch_id)
    by_status = (
        select(Recipient.status, func.count())
        .where(Recipient.batch_id == batch_id)
        .group_by(Recipient.status)
    )
    for status, count in db.session.execute(by_status).all():
        tallies.add(batch_id, status, count)
