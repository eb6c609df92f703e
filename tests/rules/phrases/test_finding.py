"""Phrases are found in sentences, and compiled when they are first asked, or all before a fork."""

from __future__ import annotations

import subprocess
import sys

from tests.rules.wordings import wordings
from webapp.rules.phrases import tables
from webapp.rules.phrases.finding import AnyOf, AtWords
from webapp.rules.wording import plain, spaced


def test_any_of_some_phrases() -> None:
    phrases = AnyOf([r"\bstop\b", r"\bönskar (?:inte|ej)"])
    found = phrases.search("please stop it")
    assert found
    assert found[0] == "stop"
    assert phrases.search("jag onskar inte"), "its letters are folded as those of the sentence are"
    assert phrases.search("nonstop") is None
    assert phrases.without("do not stop now") == "do not   now"


def test_phrases_that_begin_at_a_word() -> None:
    phrases = AtWords(["take me off", r"\w+ no more"])
    assert phrases.found_in("please take me off")
    assert phrases.found_in("call no more")
    assert not phrases.found_in("retake me off")


def test_trying_only_what_begins_with_a_letter_finds_the_same() -> None:
    quick, whole = AtWords(tables.LATIN), AnyOf(tables.LATIN)
    for one in (one for table in ("opt_outs", "ordinary") for one in wordings(table)):
        sentence = spaced(plain(one.text))
        assert quick.found_in(sentence) == bool(whole.search(sentence)), sentence


def test_what_was_prepared_is_not_compiled_again() -> None:
    script = """
import re
from webapp.rules.replies import replies, reply_kinds
from webapp.rules.phrases import finding
finding.prepare()
compile, compiled = re.compile, []
re.compile = lambda *given: compiled.append(given) or compile(*given)
replies.read("Please take me off your list, thank you")
reply_kinds.kind_of_reply("Is Tuesday at ten all right?", ["en"])
print(len(compiled))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"
