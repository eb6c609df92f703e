"""Which tests wait for `--long`."""

from __future__ import annotations

import pytest

from tests import length

VIEW = "tests/views/test_home.py::test_a"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_full", False)


def pair(form: str, name: str = VIEW) -> set[str]:
    return {name + form.format(each) for each in length.DATABASES}


@pytest.mark.parametrize("form", ["[{}]", "[{}-2 rows]", "[2 rows-{}]", "[2-{}-rows]", "[{}-a[1]-b]"])
def test_of_a_pair_that_differs_in_the_database_alone_one_is_left(form: str) -> None:
    assert len(length.left_to_full(pair(form))) == 1
    assert length.left_to_full(pair(form)) < pair(form)


def test_a_test_with_parameters_meets_both() -> None:
    left = length.left_to_full(set().union(*(pair(f"[{{}}-{number}]") for number in range(8))))
    assert len(left) == 8
    assert {one.partition("[")[2].partition("-")[0] for one in left} == set(length.DATABASES)


def test_what_is_for_one_database_or_none_is_run() -> None:
    alone = {VIEW, f"{VIEW}[1]", f"{VIEW}[sqlite]", f"{VIEW}[postgresql-1]", f"{VIEW}[sqlite-2]"}
    assert not length.left_to_full(alone)


def test_where_they_can_differ_both_are_met() -> None:
    assert not length.left_to_full(pair("[{}]", "tests/services/outbox/test_record.py::test_a"))


def test_the_long_form_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_full", True)
    assert not length.left_to_full(pair("[{}]"))


@pytest.mark.parametrize("full", [False, True])
def test_what_is_marked_long_waits(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    monkeypatch.setattr(length, "_full", full)
    assert not length.is_left(request.node)
    request.node.add_marker("long")
    assert length.is_left(request.node) is not full
