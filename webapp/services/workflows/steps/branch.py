"""Go one way or another, by conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.rules.workflow import conditions, kinds
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler

SHOWN, LONGEST = 10, 500
"""Values that are kept, and characters of each."""


class Branch(StepHandler):
    """The first branch whose conditions hold; the one that is called `else` where none does."""

    kind = "branch"
    at_once = AT_ONCE
    quiet = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        taken = next((one.key for one in context.step.branches
                      if one.key != kinds.ELSE.key and conditions.hold(one.conditions, context.known)),
                     kinds.ELSE.key)  # fmt: skip
        return Done(branch=taken, input=_looked_at(context))


def _looked_at(context: StepContext) -> dict[str, str]:
    """The values that its conditions are about, as they are: why it goes this way."""
    every = (one.subject for branch in context.step.branches for one in branch.conditions.every)
    return {name: context.known.get(name, "")[:LONGEST] for name in list(dict.fromkeys(every))[:SHOWN]}
