"""Which entry a text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agents.people import ENTRIES
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook.matching import EXACT, Matcher, matcher

MATCHER = Matcher(ENTRIES)
PHRASES = [(entry.key, phrase) for entry in ENTRIES for phrase in entry.phrases]


@pytest.mark.parametrize(("key", "phrase"), PHRASES)
def test_each_phrase_finds_its_own_entry(key: str, phrase: str) -> None:
    ranking = MATCHER.rank(f"  {phrase.upper()} !!")
    assert ranking.matches[0].key == key and ranking.matches[0].score == EXACT
    assert ranking.accepted == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("is there any parking nearby?", "parking"),
        ("my tooth is hurting a lot", "pain"),
        ("can you please remind me of the time of my appointment", "when"),
        ("could we reschedule please", "move"),
    ],
)
def test_near_texts_are_accepted(text: str, key: str) -> None:
    assert MATCHER.rank(text).accepted == key


@pytest.mark.parametrize("text", ["", "?", "the zebra sang", "how is the weather", "a", "\n"])
def test_strangers_are_neither_accepted_nor_offered(text: str) -> None:
    assert MATCHER.rank(text).accepted is None
    assert MATCHER.rank(text).offered == ()


def test_the_same_phrase_in_two_entries_is_not_decided() -> None:
    ranking = Matcher(
        [PlaybookEntry("a", "A", ("lost card",)), PlaybookEntry("b", "B", ("lost card",))]
    ).rank("lost card")
    assert ranking.accepted is None and ranking.offered == ("a", "b")


def test_only_the_keys_asked_for_are_ranked() -> None:
    assert [match.key for match in MATCHER.rank("parking", frozenset({"when"})).matches] == ["when"]


def test_an_empty_playbook_has_no_match() -> None:
    ranking = Matcher([PlaybookEntry("a", "A", ("", "?!"))]).rank("hello")
    assert (
        ranking.matches == ()
        and ranking.accepted is None
        and ranking.offered == ()
        and ranking.confidence == 0
    )


def test_a_playbook_is_prepared_once() -> None:
    assert matcher(ENTRIES) is matcher(tuple(ENTRIES))


@given(st.text(max_size=200))
def test_scores_are_from_0_to_100_and_in_order(text: str) -> None:
    scores = [match.score for match in MATCHER.rank(text).matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= EXACT for score in scores)


def test_what_it_is_called_in_a_question_means_it_and_nothing_like_it_does() -> None:
    called = [
        PlaybookEntry(
            "late", "Is late", ("running late",), ask="I will be late", asks={"fr": "Je serai en retard"}
        ),
        PlaybookEntry("comes", "Comes", ("je serai là",)),
    ]
    for ranking in (Matcher(called).rank("Je serai en retard !"), matcher(called).rank("I will be late")):
        assert (ranking.accepted, ranking.matches[0].score) == ("late", 100.0)
    assert Matcher(called).rank("Je serai en retard", frozenset({"comes"})).accepted != "late"
    assert Matcher(called).rank("I will be there").accepted is None
