"""Locks carry names, versions and hashes, and no address of where they come from.

They are made with one Python, and have to hold what others want beside it: pip refuses what is not locked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

NAME, MARKER = r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?", r'( ; [a-z_]+ == "[a-z]+")?'
PIN = re.compile(rf"{NAME}==\S+{MARKER} \\|    --hash=sha256:[0-9a-f]{{64}}( \\)?|#.*|")
LOCKS = pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
PYTHONS = ("3.11.2", "3.11.9", "3.12.3", "3.13.5")
"""Debian 12's, Ubuntu 24.04's and Debian 13's among them."""
MACHINES = ("x86_64", "aarch64")


@LOCKS
def test_a_lock_holds_nothing_else(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert not [line for line in lines if not PIN.fullmatch(line)]
    assert len(lines) > 100


@LOCKS
def test_a_lock_holds_what_other_pythons_want_too(lock: str) -> None:
    pins = re.findall(r"^([\w.-]+)[^=\n]*==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    locked = {canonicalize_name(name) for name in pins}
    wanted = {
        name for one in distributions() if canonicalize_name(one.name) in locked for name in _needs(one)
    }
    assert wanted - locked == set()


def _needs(one: Distribution) -> Iterator[str]:
    for requirement in map(Requirement, one.requires or ()):
        if requirement.marker is None or any(map(requirement.marker.evaluate, _environments())):
            yield canonicalize_name(requirement.name)


def _present() -> dict[str, str]:
    return {name: str(value) for name, value in default_environment().items()}


def _environments() -> Iterator[dict[str, str]]:
    for python in PYTHONS:
        for machine in MACHINES:
            versions = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
            yield {**_present(), **versions, "platform_machine": machine, "extra": ""}
