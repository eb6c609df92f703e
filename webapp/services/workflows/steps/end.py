"""End the run here: what comes behind is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.services.workflows.steps.base import AT_ONCE, Ends, Result, StepContext, StepHandler


class End(StepHandler):
    """In a branch: for those who need nothing more."""

    kind = "end"
    at_once = AT_ONCE
    quiet = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        return Ends()
