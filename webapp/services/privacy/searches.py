"""Whether the words by which people were looked for name a certain person, or say their phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from webapp.rules.comparing import folded
from webapp.rules.phones import phone_mentions

QUOTED = re.compile("“([^”]*)")
SHORTEST, SHORTEST_DIGITS = 2, 4
"""Of what is meant as a name, and as a part of a phone."""


def about(phone: str, name: str) -> Callable[[str], bool]:
    """What stands in quotes in these words; where there are none, all of them."""
    mentioned, known = phone_mentions.of(phone), folded(name)

    def is_theirs(typed: str) -> bool:
        said, digits = folded(typed), re.sub(r"\D", "", typed)
        part_of_phone = len(digits) >= SHORTEST_DIGITS and digits in phone
        return part_of_phone or mentioned(typed) or (len(said) >= SHORTEST and said in known)

    return lambda words: any(map(is_theirs, QUOTED.findall(words) or [words]))
