"""No text keeps us: what was made to take long is read at once, by whatever reads what others write."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from webapp.agents import topics
from webapp.agents.playbook import several
from webapp.rules import masking
from webapp.rules.callflow import wishes
from webapp.rules.phones import phone, phones_in_text
from webapp.rules.replies import keywords, replies, wrong_numbers
from webapp.services.workflows.triggers import form_fields


def phones(text: str) -> object:
    return phones_in_text.find(text, partial(phone.parse, country="US"))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (keywords.match, "stop " * 37 + "please"),
        (replies.read, "arretez" + " tout ca" * 200 + " x"),
        (wrong_numbers.find, "you " + "have got " * 200 + "x"),
        (wishes.again, "pardon " * 140 + "x"),
        (topics.about, "where is " + "sua" * 400 + "x"),
        (several.split, "a" + "\t" * 10_000 + "x"),
        (several.split, ", a" * 3_000),
        (phones, "+" * 10_000),
        (masking.masked, "-5" * 5_000),
        (form_fields.parse, "0" + " " * 400 + "x"),
    ],
)
def test_it_is_read_at_once(read: Callable[[str], object], text: str) -> None:
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 0.5
