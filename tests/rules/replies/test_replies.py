"""Texts in eleven languages: no keyword is missed, no trap opts anyone out, and few of them are held."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies.replies import Meaning, of_a_part, read

TEXTS = Path(__file__).with_name("texts.tsv")
AT_ONCE = (Meaning.OPT_OUT, Meaning.OPT_IN, Meaning.HELP)


def table() -> list[tuple[str, ...]]:
    """(language, what it means, text)."""
    lines = TEXTS.read_text("utf-8").splitlines()[1:]
    return [tuple(line.replace("\\n", "\n").split("\t")) for line in lines]


def test_the_table_is_as_large_as_it_has_to_be() -> None:
    texts = table()
    assert len({text for _, _, text in texts}) >= 300
    assert len({language for language, _, _ in texts}) >= 10
    traps = [text for _, meaning, text in texts if meaning == Meaning.NOTHING]
    assert len(traps) > 0.35 * len(texts)


@pytest.mark.parametrize(("language", "meaning", "text"), [row for row in table() if row[1] in AT_ONCE])
def test_a_keyword_acts_at_once(language: str, meaning: str, text: str) -> None:
    assert read(text) == meaning


@pytest.mark.parametrize(("language", "meaning", "text"), [row for row in table() if row[1] not in AT_ONCE])
def test_nothing_else_acts_at_once(language: str, meaning: str, text: str) -> None:
    assert read(text) not in AT_ONCE


def test_longer_revocations_are_held_and_traps_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    found = Counter((meaning, read(text)) for _, meaning, text in table())
    held, missed = found["hold", Meaning.HOLD], found["hold", Meaning.NOTHING]
    let_go, falsely = found["nothing", Meaning.NOTHING], found["nothing", Meaning.HOLD]
    recall, false_holds = held / (held + missed), falsely / (let_go + falsely)
    with capsys.disabled():
        sys.stdout.write(f"\nfree text: recall {recall:.3f}, false holds {false_holds:.3f}\n")
    assert recall >= 0.95
    assert false_holds <= 0.02


@given(st.text())
def test_any_text_has_a_meaning(text: str) -> None:
    assert read(text) in Meaning


@pytest.mark.parametrize(
    ("meaning", "means"),
    [
        (Meaning.OPT_OUT, Meaning.HOLD),
        (Meaning.HOLD, Meaning.HOLD),
        (Meaning.OPT_IN, Meaning.NOTHING),
        (Meaning.HELP, Meaning.NOTHING),
        (Meaning.NOTHING, Meaning.NOTHING),
    ],
)
def test_half_a_text_is_no_keyword(meaning: Meaning, means: Meaning) -> None:
    assert of_a_part(meaning) is means


@pytest.mark.parametrize(
    "text",
    [
        "Stop, I'm not interested",
        "stop im not interested",
        "STOP I moved to Ohio",
        "STOP, no me interesa",
        "Stop (não tenho interesse)",
        "Stop – ich kenne Sie nicht",
        "I don't live there anymore and I never asked for any of this, stop",
        "I sent STOP already",
        "I have asked you multiple times to stop",
        "I've already unsubscribed",
        "No further messages please",
        "who is this stop",
        "Leave me tf alone",
        "Stp",
        "Quiero que me den de baja",
        "No me marquen",
        "Parem",
        "别烦我",
        "توقف عن الإرسال",
        "תורידו אותי מהרשימה",
        "wag na kayo mag text",
        "Tama na po",
        "Pa voye mesaj ban mwen ankò",
        "pa ekri m ankò",
        "Sispann voye mesaj",
        "Lad mig være",
    ],
)
def test_a_wish_beside_its_reason_is_held(text: str) -> None:
    assert read(text) is Meaning.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "Stop by at 5, I'm home",
        "We are at the bus stop, see you",
        "haha stop, you're too kind",
        "Union Square, last stop",
        "They told me to stop the medicine",
        "I unsubscribed by accident, please add me again",
        "No further questions",
        "Pa gen pwoblèm",
        "I retire in May",
    ],
)
def test_what_only_looks_like_one_is_not_held(text: str) -> None:
    assert read(text) is Meaning.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        *"stop1 Stope Stopo stopl dtop xtop ztop srop syop sgop stkp st9p sto0 s5op s6op ssop soptp".split(),
        *"stoip stiop stob 5top 5t0p s7op st0pp stop2 canel cancell qwit SCAM scammer desist".split(),
        "STOP 1",
        "opt oit",
        "oot out",
        "This is a scam",
        "Párale",
        "ya párenle",
        "Bitte um Löschung meiner Daten",
        "non disturbate",
        "niet meer sms'en",
        "geen berichten aub",
        "ei enää viestejä",
        "διαγράψτε με",
        "MHN MOY ΣTEΛNETE MHNYMATA",
        "ΣTAMATHΣTE",
        "לא מעוניין בהודעות",
        "huỷ nhận tin",
        "tolong berhenti",
        "pa voye mesaj ankò",
    ],
)
def test_a_slip_of_the_thumb_or_a_short_wish_is_heard(text: str) -> None:
    assert read(text) in (Meaning.OPT_OUT, Meaning.HOLD)


@pytest.mark.parametrize(
    "text",
    [
        "I did not say stop",
        "I didn't opt out",
        "I never asked you to stop",
        "I didn't mean to unsubscribe",
        "Haven't unsubscribed, please keep them coming",
        "I didn't cancel",
        *"top atom stove step shop quite store stopped storm stomp".split(),
        "Is this a scam?",
        "Stopped yesterday",
        "stop 4",
        "canal",
        "para el lunes",
        "OK ΣAΣ EYXAPIΣTΩ",
        "NAI ΘA EPΘΩ",
    ],
)
def test_what_says_the_opposite_or_looks_like_stop_is_no_wish(text: str) -> None:
    assert read(text) is Meaning.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "I didn't sign up for this, stop",
        "I never opted in, unsubscribe me",
        "I didn't ask to get these, take me off",
        "I never wanted texts. Stop!",
        "I never told you to text me. STOP",
    ],
)
def test_a_wish_beside_a_negation_is_one(text: str) -> None:
    assert read(text) in (Meaning.OPT_OUT, Meaning.HOLD)


@pytest.mark.parametrize(
    "text",
    [
        "Delete my data", "please delete all my data under GDPR", "Forget me", "right to be forgotten",
        "Under GDPR I want my data removed", "delete everything you have about me", "GDPR erasure request",
        "Erase all my personal information!", "eliminen todos mis datos", "Cancellate tutti i miei dati",
        "Apague meus dados", "droit à l'oubli", "Bitte löschen Sie meine Daten",
    ],
)  # fmt: skip
def test_who_wants_to_be_erased_is_not_written_to_until_someone_decides(text: str) -> None:
    assert read(text) is Meaning.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "Please remove my records from the form", "Don't forget me", "I deleted my info by mistake",
        "Can you send me my records?", "Please update my information", "Sind meine Daten angekommen?",
        "Forget about the 3pm, can we do 4?", "tienen mis datos", "My details are the same",
    ],
)  # fmt: skip
def test_a_word_about_data_is_no_such_wish(text: str) -> None:
    assert read(text) is Meaning.NOTHING
