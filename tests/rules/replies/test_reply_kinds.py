"""Replies as people write them in seven languages, each with its kind."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies.reply_kinds import ReplyKind, asks_yes_or_no, kind_of_reply
from webapp.rules.wording import plain, spaced

TABLES = Path(__file__).with_name("reply_kinds")
LANGUAGES = st.lists(st.sampled_from(["en", "es", "fr", "de", "pt", "it", "nl", "xx", ""]), max_size=3)


def table(name: str) -> list[list[str]]:
    """Language, kind and text; "yes or other" is a yes only where yes or no was asked."""
    lines = TABLES.joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if not line.startswith("#")]


def test_the_table_is_as_large_as_it_has_to_be() -> None:
    rows = table("replies")
    assert len({text for _, _, text in rows}) >= 500
    for language in ("en", "es", "fr", "de", "pt", "it", "nl"):
        assert {kind.split()[0] for spoken, kind, _ in rows if spoken == language} == set(ReplyKind)


@pytest.mark.parametrize(("language", "kind", "text"), table("replies"))
def test_a_reply_has_its_kind(language: str, kind: str, text: str) -> None:
    asked, not_asked = (kind.split(" or ") * 2)[0], kind.split(" or ")[-1]
    assert kind_of_reply(text, [language]).kind == asked
    assert kind_of_reply(text, [language], asked_yes_no=False).kind == not_asked


def test_of_replies_that_the_rules_were_not_made_for_few_get_a_wrong_kind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: Counter[str] = Counter()
    for language, kind, text in table("unseen"):
        given = kind_of_reply(text, [language]).kind
        found["right" if given == kind else "other" if given is ReplyKind.OTHER else "wrong"] += 1
    right, other, wrong = (found[name] / found.total() for name in ("right", "other", "wrong"))
    with capsys.disabled():
        sys.stdout.write(f"\nreplies unseen: right {right:.3f}, other {other:.3f}, wrong {wrong:.3f}\n")
    assert right >= 0.75 and wrong <= 0.05


def test_it_agrees_with_what_is_done_about_stop() -> None:
    """On a table that was made for STOP, and never for these rules."""
    lines = TABLES.with_name("texts.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.replace("\\n", "\n").split("\t") for line in lines]
    found = Counter((meaning, kind_of_reply(text, [language]).kind) for language, meaning, text in rows)
    assert {kind for meaning, kind in found if meaning == "opt-out"} == {ReplyKind.STOP}
    assert {kind for meaning, kind in found if meaning == "hold"} == {ReplyKind.STOP, ReplyKind.WRONG_NUMBER}
    assert found["nothing", ReplyKind.STOP] <= 0.02 * sum(meaning == "nothing" for _, meaning, _ in rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sorry I won't be able to come", "won't be able to come"),
        ("Yes, what time?", "yes"),
        ("hi, who is this", "who is"),
        ("Sorry, you have the wrong number", "you have the wrong"),
        ("Automatic reply: away", "automatic reply"),
        ("Wrong number, stop texting me", "stop texting me"),
        ("👍", "👍"),
        ("Tuesday", ""),
    ],
)
def test_it_says_which_words_decided(text: str, words: str) -> None:
    assert words in kind_of_reply(text, ["en"]).words and bool(words) == bool(
        kind_of_reply(text, ["en"]).words
    )


def test_the_languages_of_a_batch_decide_what_no_means() -> None:
    assert kind_of_reply("no sábado", ["en"]).kind is ReplyKind.NO
    assert kind_of_reply("no sábado", ["pt"]).kind is ReplyKind.OTHER


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("Will you come on Tuesday?", True),
        ("Your appointment is on Tuesday. Reply YES to confirm or NO to move it.", True),
        ("Su cita es el martes. Responda SÍ para confirmar.", True),
        ("Ihr Termin ist am Dienstag. Antworten Sie bitte mit Ja oder Nein.", True),
        ("We are closed on Monday. No reply is needed.", False),
        ("Your parcel has arrived.", False),
    ],
)
def test_a_question_for_yes_or_no_is_seen(message: str, asks: bool) -> None:
    assert asks_yes_or_no(message) is asks


def test_a_machine_asks_nothing_so_a_question_on_holiday_is_a_person_s() -> None:
    assert kind_of_reply("I'm away until Friday, can we move it?", ["en"]).kind is ReplyKind.QUESTION


@given(st.text() | st.sampled_from([row[2] for row in table("replies")]), LANGUAGES, st.booleans())
def test_any_text_has_a_kind(text: str, languages: list[str], asked: bool) -> None:
    given = kind_of_reply(text, languages, asked)
    assert given.kind in ReplyKind
    assert given.kind is not ReplyKind.OTHER or given.words == ""


@given(
    st.sampled_from([row for row in table("replies") if row[1] == "wrong_number"]),
    st.sampled_from(["!", " .", "\n", "🙏"]),
)
def test_what_surrounds_the_words_changes_nothing(row: list[str], sign: str) -> None:
    language, kind, text = row
    assert kind_of_reply(f"{text}{sign}", [language]).kind == kind
    assert spaced(plain(text.upper())) and kind_of_reply(text.upper(), [language]).kind == kind
