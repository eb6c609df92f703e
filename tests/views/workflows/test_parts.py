"""The parts of a workflow that have a form."""

from __future__ import annotations

import pytest

from tests.services.workflows.stage import step
from webapp.errors import Fault, NotFound
from webapp.rules.workflow.document import Document
from webapp.views.workflows import parts


@pytest.mark.parametrize(
    ("place", "known"), [("trigger", True), ("conditions", True), ("box", True), ("name", True), ("s7", True),
                         ("s", False), ("x1", False), ("s7/../x", False)]
)  # fmt: skip
def test_places_have_parts(place: str, known: bool) -> None:
    assert (parts.of(place) is not None) is known


def test_a_step_that_is_gone_is_not_found() -> None:
    with pytest.raises(NotFound):
        parts.OfStep().show(Document(), "s1")


def test_a_step_that_this_version_does_not_have_cannot_be_saved() -> None:
    with pytest.raises(Fault):
        parts.OfStep().read(Document(steps=(step(1, "magic"),)), "s1", {})
