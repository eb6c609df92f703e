"""Steps that are actions of the catalogue which agents' tasks use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.field_kinds import Flag
from webapp.rules.workflow import checklist
from webapp.services.actions.base import Action, DatabaseAction, Field, Outcome, RemoteAction
from webapp.services.workflows.fields import in_workflows
from webapp.services.workflows.steps.base import AT_ONCE, Asks, Done, Result, StepContext, StepHandler

REPEATABLE = Field(
    "repeatable",
    "Asking twice does no harm",
    Flag(),
    "Then it is asked again when no one can tell whether it was asked. It carries the same Idempotency-Key.",
)


OF_CONTACT_ALONE = ("add_label", "remove_label", "set_attribute")
"""They hold their contact and its conversations, and nothing else."""
NOT_SHOWN = ("headers", "encoding", "keep", "seconds")
"""Of a request, on the page of the run: keys of other systems stand in its headers, by name or not."""
ASKED_AT_ONCE = 10
"""Other systems: each may take half a minute to answer, and is asked in a thread of its own."""


class ActionStep(StepHandler):
    """One that changes our database alone. `of_contact`: no conversation is needed for it."""

    def __init__(self, action: DatabaseAction) -> None:
        self.kind, self.fields = action.kind, in_workflows(action.fields)
        self.action, self.of_contact = action, action.kind in checklist.WITHOUT_THREAD
        self.at_once = AT_ONCE if action.kind in OF_CONTACT_ALONE else 1
        super().__init__()

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        result = self.action.run(context.action(of_contact=self.of_contact), values)
        said = {"sentence": result.sentence} if result.sentence else {}
        return Done({**result.kept, **said}, input=context.filled())


class RemoteStep(StepHandler):
    """One that asks another system, under the same key however often it is done."""

    def __init__(self, action: RemoteAction) -> None:
        self.kind, self.fields = action.kind, (*in_workflows(action.fields), REPEATABLE)
        self.action = action
        self.at_once, self.safe = ASKED_AT_ONCE, True
        super().__init__()

    def read(self, settings: Mapping[str, str]) -> dict[str, Any]:
        own = {key: typed for key, typed in settings.items() if key != REPEATABLE.key}
        flag = REPEATABLE.kind.read(settings.get(REPEATABLE.key, ""), REPEATABLE.key)
        return {**self.action.read(own), REPEATABLE.key: flag}

    def faults(self, settings: Mapping[str, str]) -> list[str]:
        """With what the action itself tells of its settings."""
        return self.action.faults({key: typed for key, typed in settings.items() if key != REPEATABLE.key})

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        request = self.action.prepare(context.action(context.request_key, of_contact=True), values)
        said = context.filled(*NOT_SHOWN, REPEATABLE.key)
        return Asks(request, bool(values[REPEATABLE.key]), said)

    def perform(self, request: Any) -> Outcome:
        return self.action.perform(request)


def step_of(action: Action) -> StepHandler:
    """The step that is this action. TypeError for an action of another kind."""
    if isinstance(action, DatabaseAction):
        return ActionStep(action)
    if isinstance(action, RemoteAction):
        return RemoteStep(action)
    raise TypeError(action.kind)
