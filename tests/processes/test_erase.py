"""`./outbound erase PHONE`: asks first, says what was removed, refuses in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.commands import Commands

pytestmark = pytest.mark.processes

PHONE = "+12025550111"
KNOWN = (
    "INSERT INTO contact (phone, name, attributes, created_at) VALUES (?, 'Carol', '{}', '2026-01-01')",
    "INSERT INTO opt_out (phone, scope, source, evidence, created_at, lift_reason) "
    "VALUES (?, 'all', 'staff', 'Carol said so', '2026-01-01', '')",
)


def held(data: Path) -> str:
    """All of the database's file, as it lies on the disk."""
    return (data / "outbound.db").read_bytes().decode(errors="replace")


@pytest.fixture
def known(commands: Commands, data: Path) -> Path:
    """An installation that knows Carol, who has opted out."""
    words = ("user", "add", "ada@example.org", "--name", "Ada", "--password-stdin")
    assert commands.run(*words, data=data, typed="three unrelated words\n")[0] == 0
    assert commands.run("erase", PHONE, "--yes", data=data)[1].endswith("Nothing was held.\n")
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        for statement in KNOWN:
            database.execute(statement, [PHONE])
        database.commit()
    assert "Carol" in held(data)
    return data


@pytest.mark.long
def test_it_asks_and_says_what_was_removed_from_the_disk(commands: Commands, known: Path) -> None:
    code, said = commands.run("erase", "+1 202-555-0111", data=known, typed="0122\n")
    assert code == 1
    assert said.startswith(f"{PHONE} (Carol): 0 messages and 0 calls in 0 conversations, 0 lists.\n")
    assert said.endswith("outbound: Nothing was erased.\n")
    assert "Carol" in held(known)
    code, said = commands.run("erase", PHONE, data=known, typed="0111\n")
    assert code == 0
    assert "Erased: 0 messages in 0 conversations" in said
    assert "Their opt-out stays." in said
    assert PHONE in held(known)
    assert "Carol" not in held(known), "it is overwritten on the disk"
    assert commands.run("erase", PHONE, "--yes", data=known) == (
        0,
        f"{PHONE}: 0 messages and 0 calls in 0 conversations, 0 lists.\n"
        "Nothing was held but the opt-out, which stays.\n",
    )


@pytest.mark.long
def test_what_is_no_phone(commands: Commands, known: Path) -> None:
    assert "“202 555 0111” has no country code" in commands.refused("erase", "202 555 0111", data=known)


@pytest.mark.long
def test_where_nothing_is_it_does_not_say_that_nothing_was_held(commands: Commands, known: Path) -> None:
    elsewhere = known.parent / "elsewhere"
    said = commands.refused("erase", PHONE, "--yes", data=elsewhere)
    assert f"There is no Outbound in {elsewhere}, so nothing was done." in said
    assert "OUTBOUND_DATA" in said and not elsewhere.exists()
    empty = f"sqlite:///{known.parent}/empty.db"
    said = commands.refused("erase", PHONE, "--yes", data=known, DATABASE_URL=empty)
    assert f"There is nothing in the database {empty}, so nothing was done." in said
    assert "DATABASE_URL" in said
    assert "Carol" in held(known)
