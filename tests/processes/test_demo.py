"""`./outbound demo`: fills a fresh installation, says what it made, and takes it away again."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.house import command, refused

pytestmark = pytest.mark.processes

VONAGE = {
    "VONAGE_APPLICATION_ID": "a", "VONAGE_PRIVATE_KEY": "-----BEGIN", "VONAGE_API_KEY": "k",
    "VONAGE_SIGNATURE_SECRET": "s",
}  # fmt: skip


def run(data: Path, *words: str, typed: str = "") -> tuple[int, str]:
    process = command(*words, data=data, stdin=subprocess.PIPE)
    said, _ = process.communicate(typed, timeout=60)
    return process.returncode, said


@pytest.fixture
def ada(data: Path) -> Path:
    """An installation in which Ada has an account."""
    words = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
    code, said = run(data, *words, typed="correct horse battery staple\n")
    assert code == 0, said
    return data


def count(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found


def test_it_fills_once_and_takes_all_of_it_away(ada: Path) -> None:
    code, said = run(ada, "demo")
    assert code == 0, said
    assert said.startswith("Made up: 2 numbers, 3 agents, ")
    assert "Nothing is sent" in said
    assert count(ada, "entry") > 200
    assert "The made-up data is here already." in refused("demo", data=ada)
    code, said = run(ada, "demo", "--remove")
    assert code == 0, said
    assert said.startswith("Removed ")
    assert "These stay" not in said
    assert [count(ada, table) for table in ("entry", "contact", "batch", "number", "agent", "demo_row")] == [
        0
    ] * 6
    assert "There is no made-up data here." in refused("demo", "--remove", data=ada)


def test_what_stays_is_explained(ada: Path) -> None:
    assert run(ada, "demo")[0] == 0
    with closing(sqlite3.connect(ada / "outbound.db")) as database:
        database.execute("UPDATE agent SET version = 2 WHERE name = 'Harbor Kitchens'")
        database.commit()
    _, said = run(ada, "demo", "--remove")
    assert "These stay: you have changed them, or something that you have added needs them." in said
    assert "- agents: Harbor Kitchens" in said


def test_without_an_account_it_says_what_to_do_first(data: Path) -> None:
    assert "Make your account first" in refused("demo", data=data)


def test_with_vonage_s_credentials_it_refuses(ada: Path) -> None:
    assert "connected to Vonage" in refused("demo", data=ada, **VONAGE)
    assert count(ada, "demo_row") == 0
