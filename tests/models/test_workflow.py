"""A workflow moves as its table says."""

from __future__ import annotations

import pytest

from webapp.models.states import IllegalMove
from webapp.models.workflow import WORKFLOW_MOVES, Workflow, WorkflowState


def test_every_state_has_a_row() -> None:
    assert set(WORKFLOW_MOVES) == set(WorkflowState)


def test_a_draft_is_not_paused() -> None:
    draft = Workflow(state=WorkflowState.DRAFT)
    with pytest.raises(IllegalMove):
        draft.transition_to(WorkflowState.PAUSED)
    draft.transition_to(WorkflowState.LIVE)
    assert draft.state == WorkflowState.LIVE
