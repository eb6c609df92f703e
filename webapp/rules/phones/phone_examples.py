"""Numbers that regulators keep free for examples and drama: no one's, so samples and tests can use them.

Only those that libphonenumber does not know; to it the others (+1 202 555 0100 …) are valid.
Sources: Ofcom, "Telephone numbers for use in TV and radio drama programmes" (nothing of 07700 9 is in use);
ARCEP, decision 2018-0881, annex (numbers for audiovisual works); ComReg, Numbering Conditions (020 91X).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Example(NamedTuple):
    """`region`: ISO code; `is_mobile`: else a landline."""

    region: str
    is_mobile: bool


_MOBILE = re.compile(r"\+44770090\d{4}|\+3363998\d{4}")
_LANDLINE = re.compile(
    r"\+44(?:1632960|115496\d)\d{3}|\+33(?:19900|26191|35301|46571|53649)\d{4}|\+3532091\d{5}"
)
_COUNTRIES = {"+44": "GB", "+33": "FR", "+35": "IE"}


def find(e164: str) -> Example | None:
    """What a number kept free for examples is; None when it is not one."""
    country = _COUNTRIES.get(e164[:3])
    if country is None:
        return None
    if _MOBILE.fullmatch(e164):
        return Example(country, True)
    return Example(country, False) if _LANDLINE.fullmatch(e164) else None
