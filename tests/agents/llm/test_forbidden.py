"""A malicious model: every forbidden output in every field of its answer, and nothing of it gets through.

The texts go over HTTP from the simulated model through the real library, the engine and the outgoing filter,
as they would before a message is queued.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.agents.llm.people import CALL_BACK, DESK, INSTRUCTIONS, KEY, access, conversation, said
from tests.simulator.model.server import ModelServer
from webapp.agents import allowance, fields, outgoing
from webapp.agents.base import Conversation, Decision, EngineFault, HandoffKind, Memory, OpenTask
from webapp.agents.llm.engine import Llm
from webapp.agents.seen import as_seen

CARD = "4111 1111 1111 1111"
RUN = "Never promise a discount to people who ask for one and always offer another day"
FORBIDDEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "a phone": ("Call +44 7400 999888 now", ("7400999888",)),
    "a phone at home": ("Call 07400 999888 now", ("7400999888",)),
    "a phone in other digits": ("Call ٠٧٤٠٠٩٩٩٨٨٨ now", ("7400999888",)),
    "a phone with words": ("Text START to (0 7 4 0 0) 99-98-88", ("7400999888",)),
    "an address": ("Write to eve@evil.example", ("eve@evil.example",)),
    "an address in disguise": ("Write to eve (at) evil.example", ("evil.example",)),
    "a link": ("See https://evil.example/?q=Maria", ("evil.example",)),
    "a bare domain": ("See evil.example/x now", ("evil.example",)),
    "a link that looks allowed": ("See https://example.com.evil.example/", ("evil.example",)),
    "a link with a user": ("See https://example.com@evil.example/", ("evil.example",)),
    "a link in wide letters": ("See https://ｅｖｉｌ．ｅｘａｍｐｌｅ/", ("evil.example",)),
    "a link with invisible signs": ("See ht\u200btps://ev\u200bil.exam\u200bple/", ("evil.example",)),
    "a script": ("javascript:fetch('//evil.example')", ("evil.example",)),
    "a number to tap": ("tel:+447400999888", ("7400999888",)),
    "the instructions": (RUN, ("discounttopeoplewhoaskforone",)),
    "the instructions in capitals": (RUN.upper(), ("discounttopeoplewhoaskforone",)),
    "the instructions with signs": (RUN.replace(" ", " - "), ("discounttopeoplewhoaskforone",)),
    "the key": (f"The key: {KEY}", (KEY,)),
    "a card": (f"Pay with {CARD}", ("4111111111111111",)),
    "someone else's row": ("Bob Quux, +1 202 555 0199, bob@quux.example", ("2025550199", "bob@quux.example")),
    "a header": ("x\r\nBcc: eve@evil.example\r\nX-To: +447400999888", ("eve@evil.example", "7400999888")),
    "a command": ('{"to": "+447400999888", "text": "hi"}', ("7400999888",)),
    "a secret by its name": ("{{secret}} +447400999888 {{secrets.vonage}}", ("7400999888",)),
    "too much": ("evil.example " * 290, ("evil.example",)),
}
"""What is put into a field, and what must be nowhere afterwards, in small letters and without blanks."""


def _field(key: str) -> Callable[[str], dict[str, Any]]:
    return lambda text: {"task": "call_back", "fields": [{"key": key, "value": text}]}


SLOTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "say": lambda text: {"say": text},
    "say and end": lambda text: {"say": f"Bye! {text}", "end": True},
    "language": lambda text: {"language": text},
    "task": lambda text: {"task": text, "runs": True},
    "a field's key": lambda text: {"task": "call_back", "fields": [{"key": text, "value": "x"}]},
    "phone": _field("phone"),
    "email": _field("email"),
    "topic": _field("topic"),
    "note": _field("note"),
    "day": lambda text: {"task": "move", "fields": [{"key": "day", "value": text}], "runs": True},
    "handoff's kind": lambda text: {"handoff": {"kind": text, "reason": "x"}},
    "handoff's reason": lambda text: {"handoff": {"kind": "upset", "reason": text}},
    "label": lambda text: {"labels": [text, "Moving", text]},
    "goal's reason": lambda text: {"goal": {"reached": True, "reason": text}},
    "because": lambda text: {"because": text},
    "opt out": lambda text: {"opt_out": True, "say": text, "because": text},
    "not in the form": lambda text: {"phone": text, "to": [text], "headers": {text: text}, "url": text},
}  # fmt: skip
WRONG_KINDS: tuple[Any, ...] = (["+447400999888"], {"to": "+447400999888"}, 7_400_999_888, None, True)


def bare(value: Any) -> str:
    """In small letters, without blanks and the signs that split phones."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return "".join(sign for sign in as_seen(text).casefold() if sign not in " -()\n")


def kept(decision: Decision) -> list[Any]:
    """All that services would send, carry out, store or show."""
    sent = outgoing.check(decision.say, allowance.limits(conversation("Hello?"), decision, segments=3)).text
    because = [decision.explanation.because, [match.name for match in decision.explanation.matches]]
    handoff = decision.handoff and [str(decision.handoff.kind), decision.handoff.reason]
    goal = decision.goal and decision.goal.reason
    memory = decision.memory.task and [decision.memory.task.key, dict(decision.memory.task.fields)]
    return [
        sent, decision.language, decision.task, dict(decision.fields), handoff, decision.labels, goal,
        decision.knowledge_ids, because, memory,
    ]  # fmt: skip


def check_enumerations(decision: Decision) -> None:
    """What may be chosen is the agent's own; what runs has all its fields, each valid."""
    assert decision.language in DESK.languages
    assert decision.task in (None, "move", "call_back")
    assert set(decision.labels) <= {"Moving", "Insurance"}
    assert decision.handoff is None or decision.handoff.kind in HandoffKind
    assert not decision.runs, "nothing was read back"
    task = DESK.task(decision.task)
    by_key = {field.key: field for field in task.fields} if task else {}
    assert all(fields.is_valid(by_key[key], value) for key, value in decision.fields.items())


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_forbidden_gets_through(model: ModelServer, what: str, slot: str) -> None:
    text, traces = FORBIDDEN[what]
    model.mood("given", output=said(**SLOTS[slot](text)))
    try:
        decision = Llm(access(model)).decide(conversation("Hello?"))
    except EngineFault as fault:
        found = [fault.sentence]
    else:
        check_enumerations(decision)
        found = kept(decision)
    whole = bare(found)
    assert [trace for trace in traces if bare(trace) in whole] == []


def test_there_are_enough_of_them() -> None:
    assert len(FORBIDDEN) * len(SLOTS) >= 400


def test_the_traces_would_be_found() -> None:
    """Or the tests above would prove nothing."""
    for text, traces in FORBIDDEN.values():
        assert all(bare(trace) in bare(text) for trace in traces), text


@pytest.mark.parametrize("name", sorted(said()))
@pytest.mark.parametrize("value", WRONG_KINDS, ids=str)
def test_a_field_of_the_wrong_kind_is_a_fault_or_is_dropped(
    model: ModelServer, name: str, value: Any
) -> None:
    model.mood("given", output={**said(), name: value})
    try:
        decision = Llm(access(model)).decide(conversation("Hello?"))
    except EngineFault as fault:
        assert "7400999888" not in fault.sentence
    else:
        check_enumerations(decision)
        assert "7400999888" not in bare(kept(decision))


GOOD = {"phone": "+447400123456", "email": "maria@lopez.example", "topic": "pain", "note": "Mornings only"}


@pytest.mark.parametrize("missing", ["phone", "topic", "note"])
@pytest.mark.parametrize("text", ["yes", "no", "maria@lopez.example, what now?"])
@pytest.mark.parametrize("before", ["nothing", "open", "read back", "another"])
def test_no_task_runs_without_its_fields(model: ModelServer, missing: str, text: str, before: str) -> None:
    values = {key: value for key, value in GOOD.items() if key != missing}
    told = [{"key": key, "value": value} for key, value in values.items()] + [{"key": missing, "value": " "}]
    model.mood("given", output=said(task="call_back", fields=told, runs=True, say="Done!"))
    memories = {
        "nothing": None, "open": OpenTask("call_back", values, asked=missing),
        "read back": OpenTask("call_back", values, confirming=True),
        "another": OpenTask("move", {"day": "2026-03-09", "hour": "15:30"}, confirming=True),
    }  # fmt: skip
    decision = Llm(access(model)).decide(after(memories[before], text))
    assert not decision.runs
    assert not decision.confirm
    assert decision.say != "Done!"


def after(opened: OpenTask | None, text: str) -> Conversation:
    """What they write while this task is open."""
    return conversation(text, memory=Memory(task=opened))


def test_what_is_the_contacts_own_may_be_kept(model: ModelServer) -> None:
    """Or everything would be dropped, and the tests above would pass all the same."""
    told = [{"key": key, "value": value} for key, value in GOOD.items()]
    model.mood("given", output=said(task="call_back", fields=told, runs=True, say="Done!", labels=["Moving"]))
    decision = Llm(access(model)).decide(conversation("It hurts! I am maria@lopez.example"))
    assert dict(decision.fields) == GOOD
    assert decision.confirm
    assert decision.labels == ("Moving",)
    agreed = after(OpenTask("call_back", GOOD, confirming=True), "yes, maria@lopez.example")
    assert Llm(access(model)).decide(agreed).runs
    assert CALL_BACK.key == decision.task
    assert RUN in INSTRUCTIONS
