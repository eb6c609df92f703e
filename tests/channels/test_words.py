"""What the pages of a batch say: each channel has all of it, and each sentence is one."""

from __future__ import annotations

from dataclasses import fields

import pytest

from webapp.channels.registry import CHANNELS
from webapp.channels.words import Pair, Words
from webapp.services.batches.rows import questions


def test_a_pair_follows_its_count() -> None:
    pair = Pair("call is under way", "calls are under way")
    assert pair.after(1) == "1 call is under way"
    assert pair.after(1200) == "1,200 calls are under way"


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_all_its_words(channel: str) -> None:
    words = CHANNELS[channel].words
    empty = [one.name for one in fields(Words) if one.name != "hints" and not getattr(words, one.name)]
    assert empty == []
    assert words.asks.keys() <= {one.key for one in questions.EVERY}
    assert words.hints.keys() <= set(CHANNELS[channel].tiles)


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_filled_in_has_its_place(channel: str) -> None:
    words = CHANNELS[channel].words
    assert words.test_gets.format(row=2, number="+1") != words.test_gets
    assert words.retried.format(count="3").startswith("3 ")
