"""Which tests wait for `--all`."""

from __future__ import annotations

import pytest

from tests import length
from webapp.processes.environment import ROOT

VIEW = "tests/views/test_home.py::test_a"


@pytest.fixture(autouse=True)
def everyday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_all", False)
    monkeypatch.setattr(length, "_full", False)


def pair(form: str, name: str = VIEW) -> set[str]:
    return {name + form.format(each) for each in length.DATABASES}


@pytest.mark.parametrize("form", ["[{}]", "[{}-2 rows]", "[2 rows-{}]", "[2-{}-rows]", "[{}-a[1]-b]"])
def test_of_a_pair_that_differs_in_the_database_alone_one_is_left(form: str) -> None:
    assert len(length.left_out(pair(form))) == 1
    assert length.left_out(pair(form)) < pair(form)


def test_several_tests_meet_both() -> None:
    left = length.left_out(set().union(*(pair("[{}]", f"{VIEW}_{number}") for number in range(8))))
    assert len(left) == 8
    assert {one.partition("[")[2].rstrip("]") for one in left} == set(length.DATABASES)


def test_without_a_postgresql_all_are_run_on_the_other() -> None:
    given = set().union(*(pair("[{}]", f"{VIEW}_{number}") for number in range(8)))
    assert length.left_out(given, both=False) == {one for one in given if "postgresql" in one}


def test_what_is_for_one_database_or_none_is_run() -> None:
    alone = {VIEW, f"{VIEW}[1]", f"{VIEW}[sqlite]", f"{VIEW}[postgresql-1]"}
    assert not length.left_out(alone)


def test_where_they_can_differ_both_are_met() -> None:
    assert not length.left_out(pair("[{}]", "tests/services/inbox/test_search.py::test_a"))


def test_rules_of_the_house_are_left_to_the_check() -> None:
    rule = "tests/house/test_doors.py::test_a"
    assert length.left_out({VIEW, rule}) == {rule}


def rows(name: str, form: str = "[sqlite-{}]") -> set[str]:
    return {name + form.format(number) for number in range(20)}


def test_of_a_long_table_that_needs_a_database_some_rows_are_run_always_the_same() -> None:
    left = length.left_out(rows(VIEW))
    assert len(rows(VIEW) - left) == length.ROWS
    assert left == length.left_out(rows(VIEW))


def test_a_table_of_rules_is_run_whole() -> None:
    assert not length.left_out(rows("tests/rules/phones/test_phone.py::test_a", "[{}]"))


def test_who_must_not_be_reached_is_asked_by_every_path() -> None:
    assert not length.left_out(rows("tests/services/outbox/test_no_way_around.py::test_a"))


@pytest.mark.parametrize("place", length.WHOLE)
def test_what_is_run_whole_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_all_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_all", True)
    assert not length.left_out(pair("[{}]") | rows(VIEW))


@pytest.mark.parametrize("every", [False, True])
def test_what_is_marked_long_waits(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, every: bool
) -> None:
    monkeypatch.setattr(length, "_all", every)
    assert not length.is_left(request.node)
    request.node.add_marker("long")
    assert length.is_left(request.node) is not every


@pytest.mark.parametrize(
    ("every", "full", "taken"), [(False, False, 1), (True, False, 2), (False, True, 3), (True, True, 3)]
)
def test_a_test_is_as_long_as_the_run_is(
    monkeypatch: pytest.MonkeyPatch, every: bool, full: bool, taken: int
) -> None:
    monkeypatch.setattr(length, "_all", False)
    length.decide(every, full)
    assert length.length(2, 3, everyday=1) == taken
