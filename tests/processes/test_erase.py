"""`./outbound erase PHONE`: asks first, says what was removed, refuses in plain words."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.house import command, refused

pytestmark = pytest.mark.processes

PHONE = "+12025550111"
KNOWN = (
    "INSERT INTO contact (phone, name, attributes, created_at) VALUES (?, 'Carol', '{}', '2026-01-01')",
    "INSERT INTO opt_out (phone, scope, source, evidence, created_at, lift_reason) "
    "VALUES (?, 'all', 'staff', 'Carol said so', '2026-01-01', '')",
)


def erase(data: Path, *words: str, typed: str = "") -> tuple[int, str]:
    process = command("erase", *words, data=data, stdin=subprocess.PIPE)
    said, _ = process.communicate(typed, timeout=30)
    return process.returncode, said


def held(data: Path) -> str:
    """All of the database's file, as it lies on the disk."""
    return (data / "outbound.db").read_bytes().decode(errors="replace")


@pytest.fixture
def known(data: Path) -> Path:
    """An installation that knows Carol, who has opted out."""
    assert erase(data, PHONE, "--yes")[1].endswith("Nothing was held.\n")
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        for statement in KNOWN:
            database.execute(statement, [PHONE])
        database.commit()
    assert "Carol" in held(data)
    return data


def test_it_asks_and_says_what_was_removed_from_the_disk(known: Path) -> None:
    code, said = erase(known, "+1 202-555-0111", typed="0122\n")
    assert code == 1
    assert said.startswith(f"{PHONE} (Carol): 0 messages in 0 conversations, 0 lists.\n")
    assert said.endswith("outbound: Nothing was erased.\n")
    assert "Carol" in held(known)
    code, said = erase(known, PHONE, typed="0111\n")
    assert code == 0
    assert "Erased: 0 messages in 0 conversations" in said
    assert "Their opt-out stays." in said
    assert PHONE in held(known)
    assert "Carol" not in held(known), "it is overwritten on the disk"
    assert erase(known, PHONE, "--yes") == (
        0,
        f"{PHONE}: 0 messages in 0 conversations, 0 lists.\nNothing was held but the opt-out, which stays.\n",
    )


def test_what_is_no_phone(data: Path) -> None:
    assert "'202 555 0111' has no country code" in refused("erase", "202 555 0111", data=data)
