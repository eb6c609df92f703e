"""Documents for tests: with a step of each kind of place."""

from __future__ import annotations

from webapp.rules.workflow.document import Branch, Comparison, Conditions, Document, Operator, Step, Trigger

YES = Conditions(comparisons=(Comparison("steps.s2.reply", Operator.IS, "yes"),))


def step(number: int, kind: str = "note", *branches: Branch, **settings: str) -> Step:
    return Step(f"s{number}", kind, settings or ({"text": "Noted"} if kind == "note" else {}), branches)


def nested() -> Document:
    """s1; s2 with yes (s3, s4 with b1 (s5)) and no; s6."""
    inner = step(4, "branch", Branch("b1", "Yes", YES, (step(5),)), Branch("else"))
    waits = step(
        2, "wait_reply", Branch("yes", steps=(step(3), inner)), Branch("no"), amount="1", unit="days"
    )
    return Document(Trigger("message"), steps=(step(1), waits, step(6)), next_id=7)


def flat(*steps: Step, trigger: str = "message", **settings: str) -> Document:
    return Document(Trigger(trigger, settings), steps=steps, next_id=50)
