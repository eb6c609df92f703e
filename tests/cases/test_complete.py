"""Every input that failed for someone is replayed by a test that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = HERE.parent
INPUTS = sorted(one.name for one in HERE.iterdir() if one.name[:1].isdigit() and one.suffix != ".expect")
BOMBS = "bombs"


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_is_named_by_a_test(name: str) -> None:
    sources = [path for path in TESTS.rglob("test_*.py") if path.name != Path(__file__).name]
    assert any(f'"{name}"' in path.read_text("utf-8") for path in sources)


def test_the_bombs_are_opened_by_a_test() -> None:
    assert any((HERE / BOMBS).iterdir())
    assert f'"{BOMBS}"' in (TESTS / "services" / "intake" / "bombs.py").read_text("utf-8")
