"""Checking a list: each row against the message and against the gate, before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, func, or_, select, update

from webapp.db import db, only_reading
from webapp.models.batch import Batch, Work
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Origin
from webapp.rules import segments
from webapp.rules.placeholders import Bound, Template
from webapp.services import gate, hours, tallies
from webapp.services.batches import runs
from webapp.services.batches.whereabouts import Whereabouts
from webapp.services.gate import Asking

AT_ONCE = 5000
CODE = "message."
"""Faults of a row that come from the message begin with this; a new message clears them."""

QUEUED, FAULTY, SKIPPED = RecipientStatus.QUEUED, RecipientStatus.FAULTY, RecipientStatus.SKIPPED


class Row(NamedTuple):
    """A recipient as it stands; `cells` as JSON."""

    id: int
    row_no: int
    phone: str | None
    cells: str
    status: str
    faults: list[Any] | None
    skip_reason: str


class Finding(NamedTuple):
    """What a check found out about a recipient."""

    status: RecipientStatus
    faults: list[Any] | None
    skip_reason: str
    segments: int


class Wanted(NamedTuple):
    """The message that a list is checked against."""

    bound: Bound
    max_segments: int


def check(batch_id: int) -> Iterator[int]:
    """Check all rows of a draft; yields the number of rows done whenever a commit is due.

    No transaction is open while rows are read and worked out: others can write meanwhile.
    """
    run = runs.begin(batch_id, runs.CHECKING)
    wanted = _wanted(run.batch) if run else None
    yield 0
    if run is None or wanted is None:
        return
    done = total = after = 0
    places = Whereabouts()
    while rows := _next(batch_id, after):
        findings = _find_all(wanted, rows)
        batch = run.again()
        if batch is None:
            return
        findings = _ask_gate(batch, findings)
        places.add(batch, [row.phone for row, finding in findings if row.phone and _is_asked_where(finding)])
        _write(findings)
        total += sum(finding.segments for _, finding in findings if finding.status == QUEUED)
        done, after = done + len(rows), rows[-1].row_no
        batch.rows_checked = done
        run.alive()
        yield done
    batch = run.again()
    if batch is not None:
        recount(batch_id)
        batch.segments_total = total
        batch.whereabouts = places.counted()
        batch.set_checking(Work.DONE)
        yield done


def _wanted(batch: Batch) -> Wanted:
    return Wanted(Template.parse(batch.message).bind(batch.columns), batch.max_segments)


def _next(batch_id: int, after: int) -> list[Row]:
    fields = [getattr(Recipient, name) for name in Row._fields]
    fields[Row._fields.index("cells")] = cast(Recipient.cells, Text)
    query = (
        select(*fields)
        .where(Recipient.batch_id == batch_id, Recipient.row_no > after)
        .order_by(Recipient.row_no)
        .limit(AT_ONCE)
    )
    with only_reading() as connection:
        return list(map(Row._make, connection.execute(query).all()))


def _find_all(wanted: Wanted, rows: list[Row]) -> list[tuple[Row, Finding]]:
    cells = json.loads(f"[{','.join(row.cells for row in rows)}]")  # much quicker than one by one
    return [(row, _find(wanted, row, its_cells)) for row, its_cells in zip(rows, cells, strict=True)]


def _find(wanted: Wanted, row: Row, cells: list[str]) -> Finding:
    if row.skip_reason.startswith("duplicate"):
        return Finding(SKIPPED, row.faults, row.skip_reason, 0)
    kept = [fault for fault in row.faults or [] if not fault[0].startswith(CODE)]
    if row.phone is None and not kept:  # it was erased: queued, it would wait for ever
        return Finding(SKIPPED, None, row.skip_reason or "no phone", 0)
    text, missing = wanted.bound.render(cells)
    size = segments.count(text)
    kept += [_missing(wanted.bound, name) for name in missing]
    if not text.strip():
        kept.append([f"{CODE}empty", None, "The message is empty for this row."])
    elif size > wanted.max_segments:
        kept.append([f"{CODE}too_long", None, _too_long(segments.measure(text), wanted.max_segments)])
    return Finding(FAULTY if kept else QUEUED, kept or None, "", size)


def _missing(bound: Bound, name: str) -> list[Any]:
    places = zip(bound.template.placeholders, bound.indexes, strict=True)
    column = next((index for placeholder, index in places if placeholder.name == name), None)
    return [f"{CODE}missing", column, f"{name} is empty, and has no fallback."]


def _too_long(size: segments.Measure, most: int) -> str:
    allowed = "1 segment" if most == 1 else f"{most} segments"
    because = f", because “{size.forced_by[0]}” needs the larger alphabet" if size.forced_by else ""
    return f"The message is {size.segments} segments long here{because}; {allowed} at most."


def _ask_gate(batch: Batch, findings: list[tuple[Row, Finding]]) -> list[tuple[Row, Finding]]:
    """Those that must not be reached are skipped, with the gate's word; not those who have to wait."""
    phones = [row.phone for row, finding in findings if row.phone and finding.status == QUEUED]
    verdicts = gate.refusals(phones, Asking(Origin.BATCH, batch))
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
    """Whether it matters where somebody is: whoever is left out for another reason is not counted."""
    return finding.status == QUEUED or finding.skip_reason == hours.NOWHERE


def _write(findings: list[tuple[Row, Finding]]) -> None:
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
