"""The file of a backup: a ZIP with a manifest, which says what is in it, and each file's SHA-256.

It gets its name when it is complete and was read again: what bears that name can be restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from webapp.dialects.base import DatabaseCopy
from webapp.processes.fault import StartFault

MANIFEST = "manifest.json"
FORMAT = 1
DATABASE = "database/"
FILES = "files/"
SECRETS = "secrets.env"
CHUNK = 1 << 20
UNFINISHED = ".unfinished"
KEY = re.compile(r"[0-9a-f]{32}")
NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Of tables, columns and sequences: they become parts of statements."""
NO_BACKUP = "it is no backup, or a part of one"
LARGEST_MANIFEST = 1 << 29
"""Bytes: some 3 million files."""
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, TypeError, EOFError, OverflowError,
    RuntimeError,
)  # fmt: skip
"""What is raised by a ZIP in which a byte is another one: its method, say, or that it wants a password."""
PACKED = 1
"""zlib's quickest: half the size of a database, at some 50 MB a second."""


@dataclass(frozen=True)
class About:
    """What a backup is of. `key`: a fingerprint of the secret with which values in the database are sealed.

    `made_at`: the moment (UTC, ISO 8601) of its beginning. `revision`: the database's schema.
    """

    made_at: str
    dialect: str
    revision: str
    key: str
    database: DatabaseCopy


class Writer:
    """Takes files, one after the other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: Iterable[bytes], *, packed: bool = False) -> None:
        """A file, piece by piece. What is packed already (pictures, sound) is not packed again."""
        member = name if packed else zipfile.ZipInfo(name)
        digest, size = hashlib.sha256(), 0
        with self._archive.open(member, "w", force_zip64=True) as file:
            for chunk in content:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._files[name] = {"size": size, "sha256": digest.hexdigest()}

    def has(self, name: str) -> bool:
        """Whether it was added."""
        return name in self._files

    def finish(self, about: About) -> None:
        """The manifest comes last."""
        manifest = {"format": FORMAT, **asdict(about), "files": self._files}
        self._archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new backup, for its owner alone (0600). It is there, whole and read again, at the end, or not at all.

    Raises StartFault when the name is taken, OSError when the disk is full.
    """
    if path.exists():
        raise StartFault(f"{path} exists already. Name a new file: a backup never overwrites one.")
    draft = path.with_name(path.name + UNFINISHED)
    draft.unlink(missing_ok=True)
    try:
        with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        with reading(draft) as written:
            written.check()
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


class Reader:
    """Gives out what is in a backup."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
        """Raises ValueError, KeyError or TypeError for what we did not write: others may have made it."""
        self._path, self._archive = path, archive
        self.files: Mapping[str, Mapping[str, Any]] = _files(manifest["files"])
        self.about = About(
            **{name: str(manifest[name]) for name in ("made_at", "dialect", "revision", "key")},
            database=_database(DatabaseCopy(**manifest["database"])),
        )

    def read(self, name: str) -> Iterator[bytes]:
        """A file, piece by piece. Raises StartFault when it is not as it was written, and no later than it
        is longer: what unpacks to a thousand times its size must not fill the disk."""
        told, digest, size = self.files.get(name), hashlib.sha256(), 0
        with _understood(self._path, f"{name} cannot be read"), self._archive.open(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if told is None or size > told["size"]:
                    raise _broken(self._path, f"{name} is not as it was written")
                yield chunk
        if {"size": size, "sha256": digest.hexdigest()} != told:
            raise _broken(self._path, f"{name} is not as it was written")

    def check(self) -> None:
        """Read all of it. Raises StartFault for the first file that is not as it was written."""
        for name in self.files:
            for _ in self.read(name):
                pass


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """A backup that was written before. Raises StartFault when it is none."""
    with _understood(path, NO_BACKUP):
        archive = zipfile.ZipFile(path)
    with archive:
        with _understood(path, NO_BACKUP):
            reader = _reader(path, archive)
        yield reader


def _reader(path: Path, archive: zipfile.ZipFile) -> Reader:
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _broken(path, "its list of files is too large")
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise StartFault(f"{path} was made by a newer version of Outbound. Install that one.")
    return Reader(path, archive, manifest)


@contextmanager
def _understood(path: Path, otherwise: str) -> Iterator[None]:
    """Raises StartFault for what cannot be read; `otherwise`: what is wrong where it is damaged."""
    try:
        yield
    except FileNotFoundError as error:
        raise StartFault(f"{path} does not exist.") from error
    except OSError as error:
        raise StartFault(f"{path} cannot be read: {error.strerror}.") from error
    except DAMAGED as error:
        raise _broken(path, otherwise) from error


def _broken(path: Path, what: str) -> StartFault:
    return StartFault(f"{path} cannot be used: {what}.")


def _files(told: Any) -> Mapping[str, Mapping[str, Any]]:
    """Those that a backup has, and no path that leads elsewhere. Raises ValueError, TypeError, KeyError."""
    for name, about in dict(told).items():
        key = name.removeprefix(FILES)
        is_ours = KEY.fullmatch(key) if key != name else name == SECRETS or name.startswith(DATABASE)
        if not is_ours or not isinstance(about["size"], int) or not isinstance(about["sha256"], str):
            raise ValueError(f"not a file of a backup: {name}")
    return dict(told)


def _database(told: DatabaseCopy) -> DatabaseCopy:
    """Raises ValueError, TypeError."""
    names = [
        *told.rows,
        *told.columns,
        *told.sequences,
        *(one for each in told.columns.values() for one in each),
    ]
    if not all(NAME.fullmatch(one) for one in names):
        raise ValueError("not a name of a table, a column or a sequence")
    for count in (*told.rows.values(), *told.sequences.values()):
        if not isinstance(count, int):
            raise TypeError("not a number")
    return told
