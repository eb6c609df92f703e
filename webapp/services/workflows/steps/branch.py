"""Go one way or another, by conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.rules.workflow import conditions, kinds
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler


class Branch(StepHandler):
    """The first branch whose conditions hold; the one that is called `else` where none does."""

    kind = "branch"
    at_once = AT_ONCE
    quiet = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        taken = next((one.key for one in context.step.branches
                      if one.key != kinds.ELSE.key and conditions.hold(one.conditions, context.known)),
                     kinds.ELSE.key)  # fmt: skip
        return Done(branch=taken)
