"""What may leave, and what must not, whatever an engine says."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.outgoing import Limits, check
from webapp.rules import segments

INSTRUCTIONS = (
    "You are the reminder desk of a small dentist in Leeds. Never promise a discount. Always offer another "
    "day when somebody cannot come, and be kind to people who are afraid."
)
LIMITS = Limits(
    links=("example.com", "https://book.example.org/leeds"),
    instructions=INSTRUCTIONS,
    own=("+447400123456", "Call our front desk on 0113 496 0000 or write to desk@example.net."),
    segments=2,
)


@pytest.mark.parametrize(
    "text",
    [
        "See you on Tuesday!",
        "Book at https://example.com/book?a=1.",
        "Book at www.example.com or clinic.example.com/x",
        "Book at https://book.example.org/leeds/today",
        "Your number is +44 7400 123456.",
        "Your number is 07400 123456.",
        "The front desk: +44 113 496 0000",
        "Write to Desk@example.net",
        "On 2026-03-10 at 15:30, or 10.03.2026, 9:00-17:00",
        "It costs 1200.50, order 12345.",
        "Never promise a discount.",
        "👍",
        "明天见",
        "e.g. at 3 p.m. on the 4th",
    ],
)
def test_ordinary_answers_leave_as_they_are(text: str) -> None:
    assert check(text, LIMITS).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("...", "empty"),
        ("\u200b\u2060", "empty"),
        ("Look: https://evil.example", "link"),
        ("Look: evil.io/x", "link"),
        ("Look: evil.com", "link"),
        ("Look: EVIL.COM", "link"),
        ("Look: https://example.com@evil.io/", "link"),
        ("Look: https://example.com\\@evil.io/", "link"),
        ("Look: https://example.com.evil.io", "link"),
        ("Look: https://notexample.com", "link"),
        ("Look: https://book.example.org/leeds/../other", "link"),
        ("Look: https://book.example.org/leeds/%2e%2e/other", "link"),
        ("Look: https://book.example.org/leedsother", "link"),
        ("Look: https://other.book.example.org/leeds", "link"),
        ("Look: evil。com", "link"),
        ("Look: ev\u200bil.com", "link"),
        ("Look: ｅｖｉｌ．ｃｏｍ", "link"),
        ("Look: http://10.0.0.1/x", "link"),
        ("Look: 10.0.0.1:8080", "link"),
        ("Look: ftp://example.com", "link"),
        ("Click javascript:alert(1)", "link"),
        ("[example.com](https://evil.io)", "link"),
        ("Call +44 20 7946 0958", "phone"),
        ("Call 020-7946-0958 now", "phone"),
        ("Call ０２０７９４６０９５８", "phone"),
        ("Call ٠٢٠٧٩٤٦٠٩٥٨", "phone"),
        ("Call 020\u200b7946\u200b0958", "phone"),
        ("Her number is 7400123457", "phone"),
        ("Write to paul@example.com", "e-mail"),
        ("Write to paul (at) example.com", "e-mail"),
        ("Write to paul[at]mail.example", "e-mail"),
        (INSTRUCTIONS, "instructions"),
        ("always OFFER another day, when somebody cannot come and be kind to people!", "instructions"),
        ("Long. " * 100 + "x" * 400, ""),
    ],
)
def test_what_breaks_a_rule_is_refused_with_a_reason(text: str, reason: str) -> None:
    got = check(text, LIMITS)
    assert reason in got.reason
    assert bool(got.text) == (not reason)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("See you.We look forward.", "See you. We look forward."),
        ("Look at evil.Com now", "Look at evil. Com now"),
    ],
)
def test_a_word_with_a_dot_in_it_leaves_as_two(text: str, sent: str) -> None:
    assert check(text, LIMITS).text == sent


@pytest.mark.parametrize(
    "text", ["a" * 9_000, "a-" * 4_500, "a." * 4_500, "1 " * 4_500, "1.2." * 2_000, "x" * 99_999]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    check(text, LIMITS)
    assert time.perf_counter() - started < 2


def test_a_long_answer_is_cut_behind_a_sentence() -> None:
    got = check("One sentence of a certain length. " * 12, Limits(segments=1))
    assert got.cut and got.text.endswith("length.") and segments.count(got.text) == 1


def test_a_question_that_would_be_cut_is_refused() -> None:
    got = check("A line. " * 40 + "Is that right?", Limits(segments=1, whole=True))
    assert got.text == "" and "1 segment." in got.reason


def test_one_endless_sentence_is_refused() -> None:
    assert "longer than 2 segments" in check("word " * 200, Limits(segments=2)).reason


def test_quotes_that_make_a_text_expensive_are_made_plain_only_when_it_is_too_long() -> None:
    assert check("It’s fine.", Limits()).text == "It’s fine."
    got = check("It’s fine, and we look forward to seeing you. " * 3, Limits())
    assert "’" not in got.text and segments.count(got.text) == 1 and not got.cut


def test_the_signature_stays_when_the_answer_is_cut() -> None:
    got = check("One sentence of a certain length. " * 12, Limits(segments=1, signature="Your dentist"))
    assert got.text.endswith("length.\nYour dentist") and segments.count(got.text) == 1


@given(st.text(max_size=600), st.integers(1, 3), st.booleans())
def test_nothing_longer_than_the_limit_ever_leaves(text: str, most: int, whole: bool) -> None:
    got = check(text, Limits(segments=most, whole=whole))
    assert segments.count(got.text) <= most
    assert bool(got.text) != bool(got.reason)


@given(st.text(max_size=200), st.sampled_from(["https://evil.example/x", "evil.io/x", "www.evil.org"]))
def test_a_foreign_link_never_leaves_whatever_stands_before_it(before: str, link: str) -> None:
    assert "evil" not in check(f"{before} {link}", LIMITS).text


@given(st.integers(0, 22), st.integers(12, 20))
def test_no_run_of_twelve_words_of_the_instructions_leaves(start: int, length: int) -> None:
    run = INSTRUCTIONS.split()[start : start + length]
    got = check(" ".join(run), LIMITS)
    assert bool(got.text) == (len(run) < 12)


def test_what_the_owner_has_also_written_as_an_answer_gives_nothing_away() -> None:
    sentence = "Always offer another day when somebody cannot come, and be kind to people who are afraid."
    assert check(sentence, LIMITS).reason == "The answer repeated the agent's instructions."
    assert check(sentence, replace(LIMITS, own=(*LIMITS.own, sentence))).text == sentence
