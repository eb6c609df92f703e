"""Importing a list of people, some rows at a time: no one is sent anything, and no workflow starts.

A portion of rows, what became of them and how far that is are one commit: a job that takes over from one that
died goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from webapp.db import db
from webapp.models.contact_import import ContactImport
from webapp.models.source import Source, SourceKind
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.contacts.imports import contacts, reading, store
from webapp.services.contacts.imports.plan import Plan
from webapp.services.contacts.segments import members
from webapp.services.contacts.segments import store as segments
from webapp.services.intake import parse, people, stream
from webapp.services.intake.parse import Told
from webapp.services.intake.people import Portion

IMPORTING = background_work.Kind(
    field="importing",
    get=store.locked,
    move=ContactImport.set_importing,
    wanted=lambda one: one.upload_id is not None,
    failed="Those who are imported stay.",
    interrupted="Outbound was interrupted several times while it imported this list. Let it go on.",
)


OptOut = Callable[[ContactImport, Portion], None]
"""Records what some rows of a list say of their people: services/opt_outs/marked."""


def carry_out(import_id: int, opt_out: OptOut) -> Iterator[int]:
    """Import a list that was read; yields the number of rows done whenever a commit is due."""
    claim = background_work.begin(import_id, IMPORTING)
    if claim is None:
        return
    upload = db.session.get_one(Upload, claim.row.upload_id)
    stored, wanted = stream.Stored(upload.id, upload.size), reading.request(claim.row, upload.filename)
    rows = partial(people.portions, claim.row.row_reached)
    yield 0
    with stream.told(stored, wanted, rows) as told:
        yield from _import(claim, told, opt_out)


def _import(
    claim: background_work.Claim[ContactImport], told: Iterator[Told], opt_out: OptOut
) -> Iterator[int]:
    for kind, content in told:
        if kind == parse.FAULT:
            if claim.fail(content):
                store.tell_dates(claim.row)
            yield 0
            return
        one = claim.again()
        if one is not None and kind == parse.ROWS and Plan.of(one.plan).opts_out:
            opt_out(one, Portion(*content))
            yield one.rows_done
            one = claim.again()
        if one is None:
            return
        if kind == parse.ROWS:
            _take_in(one, Portion(*content))
        claim.heartbeat()
        yield one.rows_done
    one = claim.again()
    if one is not None:
        one.set_importing(Work.DONE)
        store.close(one)
        yield one.rows_done


def _take_in(one: ContactImport, portion: Portion) -> None:
    by, plan = Source(SourceKind.LIST, one.filename, one.id), Plan.of(one.plan)
    done = contacts.take_in(plan, portion.people, by)
    joined = set[int]()
    if one.segment_id is not None and done.ids:
        whom = members.these(done.ids)
        joined = set(members.put(segments.get(one.segment_id), whom, by, starts_workflows=False))
    changed = (done.changed | joined) - done.added
    contacts.tell(changed)
    one.added += len(done.added)
    one.changed += len(changed)
    one.same += len(done.ids) - len(done.added) - len(changed)
    one.kept += done.kept
    one.left_out += done.left_out
    one.rows_done += portion.rows
    one.row_reached = portion.last
