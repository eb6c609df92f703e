"""CONTRIBUTING.md names every room, and names none, and no module or function, that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.sources import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LAYOUT = TEXT.split("## Layout", 1)[1].split("```")[1]
NAMED = re.compile(r"`((?:\w+/)+[\w{},]+(?:\.\w+)*)`")
"""A path of ours, perhaps without the folders in front of it, and perhaps with what is in it: `a/b.c`."""
FOLDERS = ("webapp", "jobs", "tests", "templates", "docs", "static", "deploy")


def paths() -> set[str]:
    """Our files and folders, and modules without their ending."""
    found = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*")}
    return found | {path.removesuffix(".py") for path in found}


def named() -> Iterator[str]:
    """`a/{b,c}` as `a/b` and `a/c`."""
    for path in NAMED.findall(TEXT):
        before, _, rest = path.partition("{")
        choices, _, after = rest.partition("}")
        yield from (f"{before}{choice}{after}" for choice in choices.split(","))


def is_there(path: str, there: set[str]) -> bool:
    """As a file or folder, or as a module with something of that name in it."""
    if any(f"/{one}".endswith(f"/{path}") for one in there):
        return True
    module, _, name = path.rpartition(".")
    files = [one for one in there if f"/{one}".endswith(f"/{module}.py")]
    return any(re.search(rf"\b{name}\b", (ROOT / one).read_text(encoding="utf-8")) for one in files)


def test_what_it_names_is_there() -> None:
    there = paths()
    assert [path for path in named() if not is_there(path, there)] == []


def test_each_room_is_in_the_layout() -> None:
    rooms = [ROOT / "jobs", *(ROOT / "webapp").iterdir(), *(ROOT / "webapp/services").iterdir()]
    names = {path.stem for path in rooms if path.is_dir() or path.parent.name == "webapp"}
    names -= {"__init__", "__pycache__"}
    assert {name for name in names if not re.search(rf"\b{name}\b", LAYOUT)} == set()


def test_what_is_not_there_is_found() -> None:
    """Or the tests above would prove nothing."""
    there = paths()
    assert is_there("outbox/claim.claim", there) and is_there("services/outbox", there)
    assert not is_there("outbox/claim.clam", there) and not is_there("outbox/clam", there)
    assert len(list(named())) > 50
