"""A backup's file: whole and private, or not there; what was damaged since is noticed."""

from __future__ import annotations

import json
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webapp.backups import archive
from webapp.backups.archive import About
from webapp.dialects.base import DatabaseCopy
from webapp.processes.fault import StartFault

ABOUT = About("2026-11-29T02:00:00+00:00", "sqlite", "0043", "k", DatabaseCopy({"entry": 1}, {}, {}))
KEY = "ab" * 16
CONTENT = b"0123456789" * 30_000


def written(path: Path) -> Path:
    with archive.writing(path) as writer:
        writer.add("database/outbound.db", [CONTENT, CONTENT], packed=True)
        writer.add(f"files/{KEY}", [CONTENT])
        writer.finish(ABOUT)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "one.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with archive.reading(path) as backup:
        assert backup.about == ABOUT
        assert b"".join(backup.read("database/outbound.db")) == CONTENT * 2
        backup.check()
    assert [one.name for one in tmp_path.iterdir()] == ["one.zip"]


def test_one_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), archive.writing(tmp_path / "one.zip") as writer:
        writer.add(f"files/{KEY}", [CONTENT])
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []


def test_none_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(StartFault, match="exists already"), archive.writing(written(tmp_path / "one.zip")):
        pass
    with archive.reading(tmp_path / "one.zip") as backup:
        backup.check()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_changed_byte_is_noticed(tmp_path: Path, place: float) -> None:
    path = written(tmp_path / "one.zip")
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
    with pytest.raises(StartFault, match="cannot be used"), archive.reading(path) as backup:
        backup.check()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(StartFault, match="is no backup"), archive.reading(path):
        pass
    with pytest.raises(StartFault, match="does not exist"), archive.reading(tmp_path / "none.zip"):
        pass


def test_half_of_one_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "one.zip")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(StartFault), archive.reading(path):
        pass


def made_by_others(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """A backup whose list of files says something else than was written."""
    with zipfile.ZipFile(written(path)) as archived:
        content = {name: archived.read(name) for name in archived.namelist()}
    manifest = json.loads(content.pop(archive.MANIFEST))
    change(manifest)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, stored in content.items():
            archived.writestr(name, stored)
        archived.writestr(archive.MANIFEST, json.dumps(manifest))
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["files"].update({"files/../../.ssh/authorized_keys": {"size": 1, "sha256": ""}}),
        lambda told: told["files"].update({"/etc/cron.d/x": {"size": 1, "sha256": ""}}),
        lambda told: told["files"].update({f"files/{KEY}": {"size": "1", "sha256": ""}}),
        lambda told: told["files"].update({f"files/{KEY}": []}),
        lambda told: told.update(files=[1]),
        lambda told: told["database"].update(rows={"x\" FROM PROGRAM 'id'; --": 1}),
        lambda told: told["database"].update(columns={"contact": ["id\") FROM PROGRAM 'id'; --"]}),
        lambda told: told["database"].update(rows={"contact": "many"}),
        lambda told: told["database"].update(rows=None),
    ],
)
def test_what_others_have_made_is_refused_before_anything_is_read(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    path = made_by_others(tmp_path / "one.zip", change)
    with pytest.raises(StartFault, match="is no backup"), archive.reading(path):
        pass


def test_a_file_that_is_longer_than_its_list_says_is_read_no_further(tmp_path: Path) -> None:
    def shorter(told: dict[str, Any]) -> None:
        told["files"][f"files/{KEY}"]["size"] = 5

    path = made_by_others(tmp_path / "one.zip", shorter)
    with archive.reading(path) as backup, pytest.raises(StartFault, match="not as it was written"):
        next(backup.read(f"files/{KEY}"))


def test_a_list_that_unpacks_without_end_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "one.zip")
    monkeypatch.setattr(archive, "LARGEST_MANIFEST", 100)
    with pytest.raises(StartFault, match="too large"), archive.reading(path):
        pass


def test_whatever_byte_is_another_one_it_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with archive.writing(path) as writer:
        letters = random.Random(1).choices(b"abcdefgh", k=300)
        writer.add("database/outbound.db", [bytes(letters)], packed=True)
        writer.finish(ABOUT)
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole)):
        for change in (1, 0xFF):
            changed = bytearray(whole)
            changed[place] ^= change
            path.write_bytes(changed)
            try:
                with archive.reading(path) as backup:
                    backup.check()
            except StartFault as fault:
                assert "cannot be" in str(fault) or "newer version" in str(fault)
                refused += 1
    assert refused > len(whole), "the others do not count: the time of a file, say"


def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartFault, match="cannot be read: Is a directory"), archive.reading(tmp_path):
        pass
    with pytest.raises(StartFault, match=r"file/one\.zip cannot be read"):
        with archive.reading(tmp_path / "file" / "one.zip"):
            pass


def test_what_goes_wrong_with_a_backup_that_is_whole_is_not_said_of_the_backup(tmp_path: Path) -> None:
    with pytest.raises(KeyError), archive.reading(written(tmp_path / "one.zip")):
        raise KeyError("something else")
