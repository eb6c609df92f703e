"""The first page: first steps that are ticked by what is really there."""

from __future__ import annotations

import csv
import io

import pytest

from tests.views.client import Browser
from webapp.models.user import Role, User
from webapp.rules import phone
from webapp.services import invitations, numbers
from webapp.simulator.people import PEOPLE, person

pytestmark = pytest.mark.usefixtures("with_simulator")


def test_the_first_steps_are_ticked_one_by_one(admin: Browser, ada: User) -> None:
    assert "0 of 4 done" in admin.get("/").words
    numbers.add(numbers.simulated(), ada)
    assert "1 of 4 done" in admin.get("/").words
    invitations.invite(ada, Role.STAFF)
    page = admin.get("/")
    assert "2 of 4 done" in page.words
    assert "Invite a colleague (done)" in page.words


def test_the_simulator_says_so_on_every_page(admin: Browser) -> None:
    for path in ("/", "/numbers", "/people", "/profile"):
        assert "Simulator: nothing is really sent." in admin.get(path).words


def test_the_sample_list_can_be_sent_and_its_people_answer(admin: Browser) -> None:
    answer = admin.client.get("/sample.csv")
    assert "outbound-sample.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    phones = [phone.parse(row["phone_number"], None) for row in rows]
    assert len(set(phones)) == len(rows) == 7
    assert {person(p).replies for p in phones} >= {("STOP",), ("yes",)}
    assert {person(p) for p in phones} <= set(PEOPLE)
