"""Rows that run without fixtures: each is reported as any other test."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

TABLE = """
import pytest

@pytest.fixture(scope="module")
def made(request):
    request.addfinalizer(lambda: print("taken away"))
    return 1

@pytest.fixture(params=[1, 2])
def each(request):
    return -request.param

def test_with_a_fixture(made, each):
    assert made and each < 0

@pytest.mark.parametrize("number", [1, 2, 3])
def test_row(number):
    if number == 3:
        pytest.skip("no third")
    assert number == 1

@pytest.mark.skip
def test_marked():
    raise AssertionError
"""


def test_a_row_passes_fails_or_is_skipped_as_any_other(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TABLE)
    found = pytester.runpytest_inprocess("-p", "tests.pure", "-s")
    found.assert_outcomes(passed=3, failed=1, skipped=2)
    found.stdout.fnmatch_lines(["*taken away*", "*assert 2 == 1*", "FAILED *test_row?2?*"])
