"""Workbooks that would take all memory or minutes: each ends in one sentence, and is not begun again."""

from __future__ import annotations

import io
import resource
import tempfile
from functools import partial

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from tests.services.intake import bombs, make
from tests.services.intake.people import ANN, BOB
from tests.services.intake.test_workbooks import case
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.opt_out_import import OptOutImport
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.batches import drafts
from webapp.services.intake import parse, phones, stream
from webapp.services.opt_outs import imports
from webapp.services.opt_outs.imports import ImportForm
from webapp.services.recipients import tallies

REPORTED = bombs.reported()
SECONDS = 5
"""On a processor: the clock depends on what else it does."""
FAULTS = ("damaged", "too large when unpacked", "Delete what stands far outside", "too much memory or time")
SLOW = ("spaces without end", "empty strings", "one long text in every row")
"""They go through the same bounds as the others."""


def tell(filename: str, data: bytes, portions: parse.Portions) -> list[str]:
    """The faults that a file ends in, in less time than is allowed."""
    began = _spent()
    request = parse.ParseRequest(filename, None, "US")
    with tempfile.TemporaryFile() as file:
        file.write(data)
        told = stream._work_out(file, len(data), request, portions)
        faults = [content for kind, content in told if kind == parse.FAULT]
    assert _spent() - began < SECONDS
    return faults


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)  # no database has a part in it
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in SLOW else name for name in bombs.NAMES]
)
def test_a_sibling_ends_in_one_sentence_or_is_read(app: Flask, name: str) -> None:
    filename, data = bombs.siblings()[name]
    faults = tell(filename, data, partial(parse.recipients, 1))
    assert len(faults) == (0 if name in bombs.HARMLESS else 1)
    assert all(any(words in fault for words in FAULTS) for fault in faults)


def in_a_batch(filename: str, data: bytes) -> Batch:
    factories.number()
    batch = drafts.create(factories.user().id)
    drafts.attach(batch, filename, io.BytesIO(data), batch.created_by)
    db.session.commit()
    jobs.read_upload(batch.id)
    db.session.rollback()
    return db.session.get_one(Batch, batch.id, populate_existing=True)


def as_opt_outs(filename: str, data: bytes) -> OptOutImport:
    form = ImportForm("Exported from the newsletter tool", "US")
    one = imports.take(filename, io.BytesIO(data), form, factories.user().id)
    db.session.commit()
    jobs.import_opt_outs(one.id)
    db.session.rollback()
    return db.session.get_one(OptOutImport, one.id, populate_existing=True)


@pytest.mark.parametrize("name", sorted(REPORTED))
@pytest.mark.parametrize("take", [in_a_batch, as_opt_outs])
def test_a_reported_one_fails_once_with_a_sentence(app: Flask, name: str, take: object) -> None:
    assert callable(take)
    began = _spent()
    one = take(*REPORTED[name])
    assert _spent() - began < SECONDS
    assert (one.reading, one.attempts) == (Work.FAILED, 1)
    assert any(words in one.reading_fault for words in FAULTS)
    assert background_work.due(type(one).reading) == []


@pytest.mark.long
def test_one_that_was_killed_fails_once_with_a_sentence(app: Flask) -> None:
    batch = in_a_batch(*bombs.siblings()["empty strings"])
    assert (batch.reading, batch.attempts, batch.reading_fault) == (Work.FAILED, 1, stream.TOO_MUCH)
    assert not any(tallies.counts(batch.id).values())


def test_a_small_workbook_that_is_sound_is_read_beside_us(app: Flask) -> None:
    batch = in_a_batch("a.xlsx", make.xlsx(["phone"], [ANN], [BOB]))
    assert (batch.reading, batch.rows_read) == (Work.DONE, 2)


def test_hidden_rows_are_no_recipients_but_have_opted_out(app: Flask) -> None:
    batch = in_a_batch("a.xlsx", case("03"))
    assert (batch.rows_read, batch.read_as["hidden_rows"]) == (2, 2)
    one = as_opt_outs("a.xlsx", case("03"))
    assert (one.rows_read, one.added, one.read_as["hidden_read"]) == (4, 4, True)


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
@pytest.mark.long
def test_the_phones_alone_are_as_bounded(app: Flask) -> None:
    assert tell(*bombs.siblings()["elements within elements"], partial(phones.portions, 0)) == [
        stream.TOO_MUCH
    ]
