"""Locks carry names, versions and hashes, and no address of where they come from."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT

NAME, MARKER = r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?", r'( ; [a-z_]+ == "[a-z]+")?'
PIN = re.compile(rf"{NAME}==\S+{MARKER} \\|    --hash=sha256:[0-9a-f]{{64}}( \\)?|#.*|")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_nothing_else(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert not [line for line in lines if not PIN.fullmatch(line)]
    assert len(lines) > 100
