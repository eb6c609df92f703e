"""A decision as it is kept: why it was made, and nothing of the memory."""

import json

from webapp.agents import decided
from webapp.agents.base import Decision, Explanation, Handoff, HandoffKind, Match, Memory


def test_it_is_plain_json_without_the_memory() -> None:
    match = Match("entry", "hours", "Hours", 91.5, "when are you open")
    decision = Decision(
        say="Hi",
        handoff=Handoff(HandoffKind.ASKED, "They asked."),
        memory=Memory(offered=("hours",)),
        explanation=Explanation("It fits.", (match,)),
    )
    kept = json.loads(json.dumps(decided.to_json(decision)))
    assert "memory" not in kept
    assert kept["handoff"] == {"kind": "asked", "reason": "They asked."}
    assert kept["explanation"]["matches"][0]["score"] == 91.5
