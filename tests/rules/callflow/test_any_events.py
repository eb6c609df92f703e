"""No sequence of events leads to dead air, to two outcomes, or past a call's caps."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.length import length
from tests.rules.callflow.stage import SCRIPT
from webapp.carriers.vonage import ncco
from webapp.rules.callflow import commands as do
from webapp.rules.callflow import events as on
from webapp.rules.callflow import flow
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Answerer, MachinePolicy, Script, VoicemailPolicy
from webapp.rules.callflow.state import Phase, State
from webapp.rules.fields.field_values import FieldKind

TEXTS = st.sampled_from(
    [
        "yes",
        "no",
        "stop",
        "cancel",
        "hello?",
        "bye",
        "sorry?",
        "please leave a message after the tone now",
        "",
        "record your name and reason for calling please",
        "for sales press one for help press two",
        "9" * 2000,
    ]
)
EVENTS = st.one_of(
    st.sampled_from(
        [
            on.Answered(),
            on.Machine(),
            on.Beep(),
            on.Screened(),
            on.Menu(),
            on.Silence(),
            on.PlayedOut(),
            on.Late(),
            on.Recorded(),
            on.TakenOver("Ada took over the call."),
            on.Gone(),
            on.Gone(Outcome.BUSY),
        ]
    ),
    st.builds(on.Heard, TEXTS, st.tuples(TEXTS), st.sampled_from([None, 0.1, 0.9])),
    st.builds(on.Keys, st.sampled_from(["9", "0", "1", "2", "#", "", "123#"])),
    st.builds(on.StaffAnswered, st.sampled_from(list(on.StaffResult))),
    st.builds(
        on.Decided,
        TEXTS,
        st.sampled_from(["", "es"]),
        st.sampled_from([None, *FieldKind]),
        handoff=st.sampled_from(["", "", "why"]),
        opt_out=st.sampled_from([False, False, True]),
        hold=st.sampled_from([False, False, True]),
        end=st.sampled_from([False, False, True]),
    ),
)
SCRIPTS = st.builds(
    replace,
    st.just(SCRIPT),
    voicemail=st.sampled_from(VoicemailPolicy),
    screening=st.sampled_from(MachinePolicy),
    first_message=st.sampled_from(["Hello.", "", "🦷"]),
    inbound=st.booleans(),
    answerer=st.sampled_from(Answerer),
    staff=st.booleans(),
    closed=st.sampled_from([False] * 5 + [True]),
    away=st.sampled_from([*[""] * 5, "We are closed."]),
    blocked=st.sampled_from([False] * 5 + [True]),
    takes_texts=st.booleans(),
    only_plays=st.sampled_from([False] * 4 + [True]),
    recorded=st.booleans(),
    disclose=st.booleans(),
    most_turns=st.sampled_from([3, 30]),
    longest=st.sampled_from([20.0, 120.0]),
)
AWAITED: dict[type[do.Command], tuple[type[on.Event], ...]] = {
    do.Listen: (on.Heard, on.Keys, on.Silence),
    do.AskEngine: (on.Decided, on.Late),
    do.Wait: (on.PlayedOut, on.Decided, on.Late),
    do.RingStaff: (on.StaffAnswered,),
    do.Bridge: (),
    do.LeaveMessage: (),
    do.HangUp: (),
}
USUAL: dict[type[on.Event], tuple[on.Event, ...]] = {
    on.Heard: (
        on.Heard("the blue one"),
        on.Heard("yes"),
        on.Heard("no"),
        on.Heard(""),
        on.Silence(),
        on.Keys("0"),
    ),
    on.Decided: (
        on.Decided("Which?"),
        on.Decided("How many?", asks=FieldKind.NUMBER),
        on.Decided(),
        on.Late(),
    ),
    on.PlayedOut: (on.PlayedOut(), on.Decided("Which?")),
    on.StaffAnswered: tuple(map(on.StaffAnswered, on.StaffResult)),
    on.Recorded: (on.Recorded(),),
}
"""What mostly comes of what is waited for: events at random alone rarely make a long conversation."""
LINE = ncco.Line(lambda turn, kind: f"https://example.org/{turn}/{kind}", "call-1")


def follows(script: Script, happened: Iterable[tuple[on.Event, float, int]]) -> None:
    """Plays it, with the seconds between two events, and asserts after each what always holds.

    The number: in the place of this event, one of the usual ones that are waited for, if it has as many.
    """
    state, at, outcomes, awaited = State(), 0.0, list[Outcome](), tuple[type[on.Event], ...]()
    for event, seconds, usual in [(on.Answered(), 0.0, 9), *happened, (on.Gone(), 1.0, 9)]:
        at += seconds
        if awaited and usual < len(USUAL[awaited[0]]):
            event = USUAL[awaited[0]][usual]
        step = flow.step(script, state, replace(event, at=at))
        outcomes += [step.outcome] if step.outcome else []
        ncco.write(step.commands, 1, LINE)
        if isinstance(event, on.Gone):
            assert all(isinstance(one, do.ACTS) for one in step.commands)
        elif isinstance(event, awaited):
            assert step.commands, "nothing follows from what was waited for"
        if step.commands and step.state.phase is not Phase.OVER:
            last = step.commands[-1]
            is_message = isinstance(last, do.Record) and last.message
            awaited = (on.Recorded,) if is_message else AWAITED[type(last)]
        awaited = () if step.state.phase is Phase.OVER else awaited
        if at >= script.longest or state.turns > script.most_turns:
            talks = step.state.phase in (Phase.TALKING, Phase.MACHINE, Phase.INTRODUCED)
            heard = isinstance(event, on.Heard | on.Keys | on.Silence | on.Decided)
            assert not (talks and heard and any(isinstance(one, do.Listen) for one in step.commands))
        state = step.state
    assert len(outcomes) == 1
    assert state.phase is Phase.OVER


@settings(max_examples=length(150, 3000), deadline=None)
@given(SCRIPTS, st.lists(st.tuples(EVENTS, st.floats(0, 9), st.integers(0, 7)), min_size=8, max_size=25))
def test_no_call_is_dead_air_has_two_outcomes_or_passes_its_caps(
    script: Script, happened: list[tuple[on.Event, float, int]]
) -> None:
    follows(script, happened)


@pytest.mark.parametrize("start", range(0, length(1000, 20_000, everyday=250), 250))
def test_nor_does_a_longer_call_in_which_mostly_the_usual_happens(start: int) -> None:
    """Above, calls end so soon that little of a conversation is seen."""
    for seed in range(start, start + 250):
        chance = random.Random(seed)
        script = replace(
            SCRIPT,
            staff=chance.random() < 0.5,
            inbound=chance.random() < 0.2,
            answerer=chance.choice(list(Answerer)),
            voicemail=chance.choice(list(VoicemailPolicy)),
            most_turns=chance.choice([3, 8, 30]),
            longest=chance.choice([20.0, 60.0, 600.0]),
        )
        rare = [
            on.Machine(),
            on.Beep(),
            on.Screened(),
            on.Menu(),
            on.Late(),
            on.Keys("9"),
            on.Heard("cancel"),
        ]
        follows(
            script,
            [(chance.choice(rare), chance.random() * 9, chance.randrange(7)) for _ in range(25)],
        )
