"""The carriers that there are: cheap to know of, loaded where they are used."""

from __future__ import annotations

import subprocess
import sys

from webapp.carriers.registry import CARRIERS

PROGRAM = """
import sys
from webapp.carriers.registry import CARRIERS
assert "vonage" not in sys.modules, "the web does without the SDK"
for carrier in CARRIERS.values():
    carrier.load()
assert "vonage" in sys.modules, "each job would import it again"
"""


def test_what_a_carrier_needs_is_loaded_when_it_is_told_to() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_has_a_name_for_pages() -> None:
    assert all(carrier.word for carrier in CARRIERS.values())
