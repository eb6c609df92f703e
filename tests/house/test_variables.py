"""Each variable of the environment that an owner may set is in README, or in the page of docs about it."""

from __future__ import annotations

import re

from tests.house.sources import ROOT, sources

NAME = re.compile(r'"((?:OUTBOUND|VONAGE|SIMULATOR|SIMULATED_MODEL)_[A-Z_]+)"')
BY_OURSELVES = {
    "OUTBOUND_SIMULATOR_URL",
    "OUTBOUND_SIMULATED_MODEL_URL",
    "SIMULATOR_PRIVATE_KEY",
    "VONAGE_API_HOST",
    "VONAGE_API_SCHEME",
    "VONAGE_REST_HOST",
}
"""`up` tells them to its own programs."""


def test_they_are_documented() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    said = " ".join(page.read_text(encoding="utf-8") for page in pages)
    names = {name for path in sources().values() for name in NAME.findall(path.read_text(encoding="utf-8"))}
    assert len(names) > 30
    assert {name for name in names if f"`{name}" not in said and f"{name}=" not in said} <= (BY_OURSELVES)
