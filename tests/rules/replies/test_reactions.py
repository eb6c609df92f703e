"""Reactions of phones: told by what is quoted and by what stands around it, and nothing else is one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies import quotations
from webapp.rules.replies.reactions import Reaction, find

OURS = (
    "See you tomorrow, then!",
    "Hi Ann, your visit is on Friday at 10.\nReply STOP to opt out. Riverside Clinic",
    "OK",
)
VISIT = OURS[1]
FORMS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("reactions.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_phones_speak_many_languages() -> None:
    assert len({language for language, _, _ in FORMS}) >= 20


@pytest.mark.parametrize(("language", "emoji", "form"), FORMS)
@pytest.mark.parametrize("which", [0, 1])
def test_what_phones_write(language: str, emoji: str, form: str, which: int) -> None:
    expected = Reaction(which, "" if emoji == "-" else emoji)
    assert find(form.replace("…", OURS[which]), OURS) == expected


@pytest.mark.parametrize(
    "quoted",
    [
        VISIT,
        VISIT.replace("\n", " "),
        VISIT[:30] + "…",
        VISIT[:30] + "...",
        " " + VISIT + " ",
        VISIT.upper(),
        VISIT[9:60],
        "\u200b".join(VISIT),
    ],
)
def test_phones_wrap_cut_and_respell(quoted: str) -> None:
    assert find(f"Liked “{quoted}”", OURS) == Reaction(1, "👍")


def test_googles_signs_that_nobody_sees() -> None:
    assert find(f"\u200a\u200b👍\u200b to “\u200a{VISIT}\u200a”\u200a", OURS) == Reaction(1, "👍")
    assert find(f"\u200e👍\u200e to “ {VISIT} ”", OURS) == Reaction(1, "👍")
    taken_back = f"\u200aRemoved \u200c👍\u200c from “\u200a{VISIT}\u200a”\u200a"
    assert find(taken_back, OURS) == Reaction(1, "")


def test_the_latest_of_two_equal_texts_is_meant() -> None:
    assert find("Liked “See you!”", ["See you!", "See you!"]) == Reaction(0, "👍")


@pytest.mark.parametrize(
    "text",
    [
        "Liked “Hi Bob, your visit is on Monday”",  # not ours
        "Liked “Hi”",  # too little of ours
        f"Liked “{VISIT}”. STOP",
        f"Liked “{VISIT}” thanks",
        f"STOP “{VISIT}”",
        f"STOP 🛑 “{VISIT}”",
        f"No “{VISIT}”",
        f"What does “{VISIT}” mean?",
        f"“{VISIT}”",
        "Liked an image",
        "I liked it",
        "👍",
        "",
    ],
)
def test_what_is_no_reaction(text: str) -> None:
    assert find(text, OURS) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"“{VISIT}” thanks", "thanks"),
        (f"Liked “{VISIT}”. STOP", "Liked . STOP"),
        (f"> {VISIT.splitlines()[0]}\n> {VISIT.splitlines()[1]}\nthanks", "thanks"),
        (f"Yes\n\nOn Friday the clinic wrote:\n> {VISIT}".replace("\nReply", "\n> Reply"), "Yes"),
        (f"{VISIT}\nthanks", "thanks"),
        (f"thanks {VISIT}", "thanks"),
        ("> stop this nonsense", "> stop this nonsense"),
        ("“Hi Bob” yes", "“Hi Bob” yes"),
    ],
)
def test_what_they_wrote_of_their_own(text: str, own: str) -> None:
    assert " ".join(quotations.without(text, OURS).split()) == own


@given(st.text(max_size=200), st.sampled_from([one for _, _, one in FORMS]))
def test_any_text_may_be_quoted(text: str, form: str) -> None:
    found = find(form.replace("…", text), [text])
    assert found is None or found.ours == 0


@pytest.mark.parametrize("sign", ["“", "“a”", "\"'", "> ", "\u200a", "👍", "Liked “", VISIT, "「」"])
def test_many_marks_take_no_time(sign: str) -> None:
    text = (sign * 3000)[:3000]
    began = time.process_time()
    find(text, OURS * 10)
    quotations.without(text, OURS * 10)
    assert time.process_time() - began < 0.5


def test_an_apostrophe_is_no_sign_of_a_quotation() -> None:
    assert not quotations.may_quote("I can't make it, I'm sorry. It’s my son’s birthday")
    assert quotations.may_quote("👍 to 'See you tomorrow'")
