"""`./outbound backup FILE` and `restore FILE`, as an admin types them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.processes.commands import Commands
from tests.processes.house import House
from webapp.processes import folder

pytestmark = pytest.mark.processes


def modes(data: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*") if path.is_file()}


def people(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "outbound.db")) as database:
        return [name for (name,) in database.execute('SELECT name FROM "user" ORDER BY name')]


def add(commands: Commands, data: Path, name: str) -> None:
    words = ("user", "add", f"{name}@example.org", "--name", name, "--password-stdin")
    code, said = commands.run(*words, data=data, typed="three unrelated words\n")
    assert code == 0, said


@pytest.mark.long
def test_backup_wipe_restore(commands: Commands, data: Path) -> None:
    file = data.parent / "one.zip"
    assert "There is no Outbound in" in commands.refused("backup", str(file), data=data)
    add(commands, data, "Ada")
    assert "cannot be written" in commands.refused("backup", "/dev/full/one.zip", data=data)
    code, said = commands.run("backup", str(file), data=data)
    assert code == 0, said
    assert "Written and read again" in said
    key = (data / "secrets.env").read_bytes()
    shutil.rmtree(data)
    code, said = commands.run("restore", str(file), data=data)
    assert code == 0, said
    assert said.startswith("Restored: 0 messages")
    assert "Everyone has to sign in again" in said
    assert (data / "secrets.env").read_bytes() == key
    assert people(data) == ["Ada"]
    assert modes(data) == {0o600}
    assert "There is data here. Nothing was changed." in commands.refused("restore", str(file), data=data)
    other = {"OUTBOUND_SECRET_KEY": "another" * 5}
    short, kept = data.parent / "short.zip", data / "secrets.env"
    kept.write_text('OUTBOUND_SECRET_KEY="of another time"\n')
    assert commands.run("backup", str(short), data=data, **other)[0] == 0
    kept.write_bytes(key)
    said = commands.refused("restore", str(short), "--overwrite", data=data)
    assert "Nothing was changed. OUTBOUND_SECRET_KEY has fewer than 32 characters" in said
    assert kept.read_bytes() == key
    assert not list(data.glob(".trial-*"))
    assert people(data) == ["Ada"]
    assert not (data / folder.RESTORING).exists()
    code, said = commands.run("restore", str(file), "--overwrite", data=data, **other)
    assert code == 0, said
    assert people(data) == ["Ada"]
    assert "OUTBOUND_SECRET_KEY is another one" in said
    with folder.restoring(data):  # as when it was interrupted
        assert "did not come to its end" in commands.refused("up", "--port", "0", data=data)


@pytest.mark.long
def test_no_restore_while_it_runs_but_a_backup(commands: Commands, house: House) -> None:
    file = house.data.parent / "running.zip"
    code, said = commands.run("backup", str(file), data=house.data)
    assert code == 0, said
    assert "already runs" in commands.refused("restore", str(file), "--overwrite", data=house.data)


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A file system of its own, which is soon full."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(ballast: Path) -> None:
    with pytest.raises(OSError, match="No space"), ballast.open("wb", 0) as file:
        while True:
            file.write(bytes(1024))


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
def test_no_room_for_a_backup(commands: Commands, house: House) -> None:
    small = house.data.parent / "small"
    with disk(small, 400):
        said = commands.refused("backup", str(small / "one.zip"), data=house.data)
        assert f"{small}/one.zip cannot be written: No space left on device. There is no backup." in said
        assert list(small.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
@pytest.mark.long
def test_a_folder_that_is_full_is_backed_up_elsewhere(commands: Commands, data: Path) -> None:
    with disk(data, 30_000):
        add(commands, data, "Ada")
        with closing(sqlite3.connect(data / "outbound.db")) as other:  # as while it runs
            other.execute('SELECT count(*) FROM "user"').fetchall()
            fill(data / "ballast")
            code, said = commands.run("backup", str(data.parent / "one.zip"), data=data)
    assert code == 0, said
    assert "Written and read again" in said


@pytest.mark.long
def test_a_database_that_is_away(commands: Commands, data: Path) -> None:
    file = data.parent / "one.zip"
    add(commands, data, "Ada")
    assert commands.run("backup", str(file), data=data)[0] == 0
    away = {"DATABASE_URL": f"sqlite:///{data.parent}/nowhere/one.db"}
    for words in (("backup", str(data.parent / "two.zip")), ("restore", str(file))):
        said = commands.refused(*words, data=data, **away)
        assert said == "outbound: The database cannot be used: unable to open database file.\n"
