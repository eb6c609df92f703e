"""Tables of what people text, and the third of them that no rule was written from.

A text is set aside when the SHA-256 of it, read as a number, is divisible by three. That was settled, and the
tables with it, before the first rule; the figures in test_wordings come from that third alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TEAM, LABEL, NUMBER = "Bright Smile Dental", "Riverside Clinic", "+14155550100"
"""Who we are in the texts of the kind `name`."""


@dataclass(frozen=True)
class Wording:
    language: str
    kind: str
    source: str
    text: str

    @property
    def is_set_aside(self) -> bool:
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0


def wordings(table: str) -> Iterator[Wording]:
    """The rows of a table, as `opt_outs` or `ordinary`."""
    for line in (HERE / f"{table}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield Wording(*line.split("\t"))
