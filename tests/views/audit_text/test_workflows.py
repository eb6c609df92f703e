"""Lines of the audit about workflows read as sentences."""

from __future__ import annotations

import pytest

from webapp.models.event import Event
from webapp.views.audit_text.words import IT
from webapp.views.audit_text.workflows import RUNS, WORKFLOWS


@pytest.mark.parametrize(
    ("kind", "user_id", "data", "said"),
    [
        ("workflow.created", 1, {}, "made the workflow “Drip”"),
        ("workflow.renamed", 1, {"before": "Old"}, "renamed the workflow “Old” to “Drip”"),
        (
            "workflow.published",
            1,
            {"version": 2, "sentence": "When they call, end."},
            "published version 2 of the workflow “Drip”: When they call, end.",
        ),
        (
            "workflow.published",
            1,
            {"version": 2, "sentence": "When they call, end.", "unchanged": True},
            "published the workflow “Drip” again, unchanged: version 2",
        ),
        ("workflow.paused", 1, {}, "paused the workflow “Drip”"),
        ("workflow.paused", None, {"reason": "It failed."}, "the workflow “Drip” was paused: It failed."),
        ("workflow.started", 1, {"count": 1}, "started the workflow “Drip” for 1 contact"),
        ("workflow.run_canceled", 1, {}, f"canceled the workflow “Drip” for {IT}"),
        ("workflow.runs_canceled", 1, {"count": 12}, "canceled 12 runs of the workflow “Drip”"),
    ],
)
def test_a_line_says_what_happened(
    kind: str, user_id: int | None, data: dict[str, object], said: str
) -> None:
    event = Event(kind=kind, user_id=user_id, data={"name": "Drip", **data})
    assert {**WORKFLOWS, **RUNS}[kind](event) == said
