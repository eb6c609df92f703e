"""What bounds an agent, as its form has it."""

from __future__ import annotations

import pytest

from tests.services.agents.editing.forms import current, faults, saved
from webapp.agents.stored import Caps, Definition
from webapp.services.agents.editing.limits import PART
from webapp.services.agents.editing.part import with_definition

LINKS = ("example.org", "https://example.com/booking", "münchen.example")
DEFINITION = Definition(links=LINKS, caps=Caps(3, 9), wait=2.5, longest_wait=30.0)


def test_what_is_shown_is_what_is_saved() -> None:
    assert saved(PART, DEFINITION) == with_definition(current(DEFINITION))


@pytest.mark.parametrize("link", ["localhost", "a b.example", "javascript:x.y", "ftp://a.example", "a@b.org"])
def test_what_is_no_web_address_is_refused(link: str) -> None:
    assert list(faults(PART, links=link)) == ["links"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"wait": "601"}, ["wait"]),
        ({"wait": "nan", "longest_wait": "inf"}, ["wait", "longest_wait"]),
        ({"wait": "30"}, ["longest_wait"]),
        ({"day": "0", "thread": "1001"}, ["day", "thread"]),
    ],
)
def test_faults_name_their_fields(changes: dict[str, str], fields: list[str]) -> None:
    assert list(faults(PART, **changes)) == fields
