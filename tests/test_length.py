"""Which tests wait for `--long`."""

from __future__ import annotations

from zlib import crc32

import pytest

from tests import length

VIEW = "tests/views/test_home.py::test_a"
OWN = length.DATABASES[crc32(VIEW.encode()) % 2]
OTHER = next(name for name in length.DATABASES if name != OWN)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_full", False)


@pytest.mark.parametrize("form", ["[{}]", "[{}-2 rows]", "[2 rows-{}]", "[2-{}-rows]"])
def test_of_a_pair_that_differs_in_the_database_alone_one_is_left(form: str) -> None:
    pair = [VIEW + form.format(name) for name in length.DATABASES]
    assert length.left_to_full(pair) == {VIEW + form.format(OTHER)}


def test_each_file_meets_both() -> None:
    names = [f"tests/views/test_home.py::test_{letter}" for letter in "abcdefgh"]
    left = length.left_to_full(f"{name}[{each}]" for name in names for each in length.DATABASES)
    assert {one.partition("[")[2] for one in left} == {"sqlite]", "postgresql]"}


def test_what_is_for_one_database_or_none_is_run() -> None:
    assert not length.left_to_full([f"{VIEW}[{OTHER}]", f"{VIEW}[{OTHER}-1]", f"{VIEW}[{OWN}-2]", VIEW])


def test_where_they_can_differ_both_are_met() -> None:
    name = "tests/services/outbox/test_record.py::test_a"
    assert not length.left_to_full(f"{name}[{each}]" for each in length.DATABASES)


def test_the_long_form_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(length, "_full", True)
    assert not length.left_to_full(f"{VIEW}[{each}]" for each in length.DATABASES)
