"""A list of opt-outs with several columns of phones: all of them count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE
from tests.services.opt_outs.test_imports import counts, imported, out, take
from webapp.db import db, now
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.opt_outs import imports, recording


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    factories.number()
    return factories.user()


SEVERAL = {
    "two": ("home phone,mobile phone\n{0},{1}\n,{2}\n{3},\n", 4),
    "one is called like ours": ("phone_number,Mobile\n{0},{1}\n{2},{3}\n", 4),
    "three": ("name,Phone 1,Phone 2,WhatsApp\nAnn,{0},{1},{2}\nBob,,,{3}\n", 4),
    "beside an ID": ("Phone,customer number,Handy\n{0},{3},{1}\n{2},{3},\n", 3),
    "beside somebody else's": ("Phone,Mobile,Emergency phone\n{0},{1},{3}\n{2},,{3}\n", 3),
    "each with its codes": ("cc,phone,country code,mobile\n+1,{0},+1,{1}\n+1,{2},+1,{3}\n", 4),
}


@pytest.mark.parametrize(("content", "many"), SEVERAL.values(), ids=SEVERAL)
def test_the_phones_of_all_columns_with_phones_are_out(ada: User, content: str, many: int) -> None:
    phones = factories.phones(4)
    one = imported(content.format(*phones), ada)
    assert out() == set(phones[:many])
    assert (one.reading, one.upload_id, counts(one)) == (Work.DONE, None, (many, 0, 0, 0))


def test_whose_phones_are_not_certain_is_asked(ada: User) -> None:
    one = imported(f"Phone,Emergency phone\n{CAROL},{DAVE}\n", ada)
    assert (one.phone_column, one.phone_candidates, out()) == (None, [0, 1], set())


def test_what_one_of_two_columns_holds_that_is_no_phone_is_kept_with_its_reason(ada: User) -> None:
    one = imported(f"name,home phone,mobile phone\nCarol,12ab,{CAROL}\nDave,{DAVE},{CAROL}\nEve,,\n", ada)
    assert out() == {CAROL, DAVE}
    assert counts(one) == (2, 0, 0, 2)
    reasons = {row.row_no: row.reason for row in imports.unusable(one)}
    assert reasons == {2: "“12ab” is not a phone number.", 4: "The phone number is missing."}
    assert "The phone numbers are in “home phone” and “mobile phone”; all of them are opted out." in one.notes


def test_whoever_takes_over_from_a_job_that_died_reads_all_columns(ada: User) -> None:
    home, mobile = factories.phones(3000)[:1500], factories.phones(3000)[1500:]
    rows = "".join(f"{one},{other}\n" for one, other in zip(home, mobile, strict=True))
    one = take(f"home phone,mobile phone\n{rows}", ada)
    first = recording.read(one.id)
    while next(first) < 1000:
        db.session.commit()
    db.session.commit()
    one.worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    jobs.import_opt_outs(one.id)
    assert out() == {*home, *mobile}
    assert counts(imports.get(one.id)) == (3000, 0, 0, 0)
