"""How far an imported list is: which steps follow which, and whether a job works on it."""

from __future__ import annotations

import pytest

from webapp.models.contact_import import ContactImport
from webapp.models.states import IllegalMove
from webapp.models.work import Work


def one(reading: Work, importing: Work) -> ContactImport:
    return ContactImport(reading=reading, importing=importing, revision=0, new=2, known=3)


@pytest.mark.parametrize(
    ("reading", "importing", "is_open"),
    [
        (Work.WAITING, Work.NONE, True),
        (Work.RUNNING, Work.NONE, True),
        (Work.DONE, Work.NONE, False),
        (Work.DONE, Work.RUNNING, True),
        (Work.DONE, Work.FAILED, False),
    ],
)
def test_whether_a_job_works_on_it(reading: Work, importing: Work, is_open: bool) -> None:
    assert one(reading, importing).is_open == is_open


def test_each_step_is_seen_and_none_is_left_out() -> None:
    listed = one(Work.DONE, Work.NONE)
    assert listed.people == 5
    with pytest.raises(IllegalMove):
        listed.set_importing(Work.DONE)
    listed.set_importing(Work.WAITING)
    assert (listed.importing, listed.revision) == (Work.WAITING, 1)
