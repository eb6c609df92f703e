"""What is vendored under static/ is what its manifest says, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
VENDOR = STATIC / "vendor"
LIBRARIES = json.loads((VENDOR / "manifest.json").read_text())["libraries"]


def test_every_vendored_file_is_listed_with_its_hash() -> None:
    listed = {name: digest for library in LIBRARIES for name, digest in library["files"].items()}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert present == listed


def test_every_library_says_its_version_and_keeps_its_licence() -> None:
    for library in LIBRARIES:
        assert re.fullmatch(r"\d+\.\d+\.\d+", library["version"])
        assert library["licence"]
        assert library["licence_file"] in library["files"]
    assert "//" not in (VENDOR / "manifest.json").read_text()


def test_every_sound_is_ours_and_listed_with_its_hash() -> None:
    folder = STATIC / "audio"
    sounds = json.loads((folder / "manifest.json").read_text())["sounds"]
    listed = {name: digest for sound in sounds for name, digest in sound["files"].items()}
    present = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.mp3")}
    assert present == listed
    for sound in sounds:
        assert sound["licence"] == "CC0-1.0"
        assert (STATIC.parent / sound["made_by"]).is_file()


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = (VENDOR / "bootstrap-icons" / "sprite.svg").read_text()
    have = set(re.findall(r'id="([\w-]+)"', sprite))
    named = set()
    for template in (STATIC.parent / "templates").rglob("*.html"):
        named |= set(re.findall(r'icon\("([\w-]+)"', template.read_text()))
    assert len(named) > 10
    assert named <= have, named - have


def test_our_own_styles_and_scripts_fetch_nothing_from_elsewhere() -> None:
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]:
        assert not re.search(r"https?:|@import|url\(", path.read_text()), path.name
