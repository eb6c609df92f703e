"""How a number is written for people to read."""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=4096)  # a list has each phone twice, and again whenever it is looked at
def in_words(e164: str) -> str:
    """As it is written internationally: `+44 7400 123456`; what is not a number comes back unchanged."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
