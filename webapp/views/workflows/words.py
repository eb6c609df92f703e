"""Words and looks of what workflows, runs and steps may be: word, colour, icon; and words of choices."""

from __future__ import annotations

from webapp.models.workflow import WorkflowState
from webapp.models.workflow_run import RunState, StepState
from webapp.models.workflow_start import StartState
from webapp.services.agents.editing.who import LANGUAGES

Look = tuple[str, str, str]

WORKFLOWS: dict[WorkflowState, Look] = {
    WorkflowState.DRAFT: ("Draft", "", "pencil"),
    WorkflowState.LIVE: ("Live", "good", "play-fill"),
    WorkflowState.PAUSED: ("Paused", "warn", "pause-fill"),
    WorkflowState.ARCHIVED: ("Archived", "", "archive"),
}
RUNS: dict[RunState, Look] = {
    RunState.WAITING: ("Under way", "info", "hourglass-split"),
    RunState.RUNNING: ("Asking", "info", "arrow-up-right"),
    RunState.DONE: ("Done", "good", "check-lg"),
    RunState.STOPPED: ("Stopped", "violet", "stop-circle"),
    RunState.CANCELED: ("Canceled", "", "slash-circle"),
    RunState.FAILED: ("Failed", "bad", "x-circle-fill"),
}
STARTS: dict[StartState, Look] = {
    StartState.DRAFT: ("Not begun", "", "pencil"),
    StartState.PENDING: ("Waits for approval", "warn", "person-check"),
    StartState.RUNNING: ("Under way", "info", "hourglass-split"),
    StartState.DONE: ("Done", "good", "check-lg"),
    StartState.CANCELED: ("Canceled", "", "slash-circle"),
}
STEPS: dict[StepState, Look] = {
    StepState.WAITING: ("Waits", "info", "hourglass-split"),
    StepState.RUNNING: ("Asking", "info", "arrow-up-right"),
    StepState.DONE: ("Done", "good", "check-lg"),
    StepState.LEFT_OUT: ("Left out", "warn", "dash-circle"),
    StepState.FAILED: ("Failed", "bad", "x-circle-fill"),
    StepState.UNKNOWN: ("Unknown", "warn", "question-circle"),
    StepState.STOPPED: ("Stopped", "violet", "stop-circle"),
}

COUNTS = {"waiting": "Wait here", "done": "Done", "left_out": "Left out", "failed": "Failed"}
"""Of those who are counted at a step."""

CHOICES: dict[str, str] = {
    **LANGUAGES,
    "any": "Any",
    "hex": "Hexadecimal digits",
    "base64": "Base64",
    "in": "They called",
    "out": "We called",
    "cron": "As a cron text says",
    "hang_up": "Hang up",
    "message": "Leave the message",
    "retry": "Hang up, as if no one had answered",
    "wrong_number": "Wrong number",
    "auto_reply": "Automatic reply",
}
"""Of fields with a choice; what is not here is written as it is, with a capital."""


def choice(value: str) -> str:
    """One of the choices of a field, in words."""
    return CHOICES.get(value) or value[:1].upper() + value[1:].replace("_", " ")
