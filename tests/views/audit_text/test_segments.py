"""Lines of the audit about segments read as sentences."""

from __future__ import annotations

import pytest

from webapp.models.event import Event
from webapp.views.audit_text.segments import SEGMENTS

MOVED = {"segment_name": "Keen", "source": "workflow", "by": "Welcome", "count": 2}


@pytest.mark.parametrize(
    ("kind", "user", "data", "said"),
    [
        ("segment.created", 1, {"name": "Keen"}, "made the segment “Keen”"),
        ("segment.removed", 1, {}, "deleted the segment “?”"),
        ("segment.joined", 1, MOVED, "put 2 contacts into the segment “Keen”"),
        (
            "segment.left",
            None,
            MOVED | {"phone": "+12025550111"},
            "The workflow “Welcome” took +1 202-555-0111 out of the segment “Keen”",
        ),
    ],
)
def test_a_line_says_what_happened(kind: str, user: int | None, data: dict[str, object], said: str) -> None:
    assert SEGMENTS[kind](Event(kind=kind, user_id=user, data=data)) == said
