"""What a person of no special kind answers to what it hears: by words, not by meaning."""

from __future__ import annotations

import re

GOODBYE = "Goodbye."
RULES: tuple[tuple[str, str], ...] = (
    (r"press 9|stop these calls\?|not .*call you again\?", "No, that is fine."),
    (
        r"\bgood ?bye|\bbye\b|have a (nice|good|great)|thank you for your time|adiós|au revoir|tschüss",
        GOODBYE,
    ),
    (r"is that (right|correct)|did i get|shall i (book|save|confirm)|correct\?", "Yes, that is right."),
    (r"e-?mail", "Ada at example dot com."),
    (r"(phone|mobile|callback) number", "Two zero two, five five five, zero one four three."),
    (r"zip|postcode|postal code", "Nine four one zero three."),
    (r"address|where do you live", "Twelve Market Street, San Francisco."),
    (r"your (full |first |last )?name|who am i speaking", "Ada Lovelace."),
    (r"what time|which time|time works|o'clock\?", "At ten in the morning."),
    (r"which day|what day|what date|which date|\bwhen\b", "Next Tuesday at ten in the morning."),
    (r"how many|how often|number of", "Two."),
    (r"how much|budget|how far", "About a thousand."),
    (r"scale|from (1|one) to|rate ", "Nine."),
    (r"what|which|how|why|tell me", "Something that works, and soon."),
    (r"\?", "Yes, please."),
)
_RULES = tuple((re.compile(pattern, re.IGNORECASE), answer) for pattern, answer in RULES)


def reply(heard: str) -> str:
    """What the person says to this; the question nearest to its end counts."""
    for sentence in reversed(re.split(r"(?<=[.?!])\s+", heard.strip())):
        if "?" not in sentence and sentence is not heard:
            if _RULES[1][0].search(sentence):
                return GOODBYE
            continue
        for pattern, answer in _RULES:
            if pattern.search(sentence):
                return answer
    return GOODBYE if _RULES[1][0].search(heard) else "Okay."


def screening(name: str = "this person") -> str:
    """What an iPhone says that screens a call."""
    return f"Hi, if you record your name and reason for calling, I'll see if {name} is available."
