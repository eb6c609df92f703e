"""The words of texts do not speak of calls."""

from __future__ import annotations

import re
from dataclasses import asdict

from webapp.channels.sms_words import WORDS


def test_no_word_fits_calls_alone() -> None:
    found = [key for key, text in asdict(WORDS).items() if re.search(r"\b(calls?|ring|called)\b", str(text))]
    assert found == []
