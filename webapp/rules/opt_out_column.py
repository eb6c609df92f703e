"""A column of a list that says who has opted out, or who has agreed: `SMS Opt Out`, `unsubscribed`, `DNC` …

Headings as CRMs and newsletter tools write them, in the languages of their users; values as people and
programs write yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from webapp.rules.wording import plain

_OUT = re.compile(
    r"\b(?:opt(?:ed)? ?out|unsubscribed?|un ?sub|do not (?:contact|call|text|sms|message|disturb)|dnc|dnd|"
    r"dnt|"
    r"don'?t (?:contact|call|text)|no (?:sms|texts?|contact|marketing)|blocked|"
    r"black ?list(?:ed)?|suppress(?:ed|ion)?|"
    r"stopped|stop sms|has ?opted ?out\w*|smsoptout|globally unsubscribed|"
    r"abgemeldet|abmeldung|nicht kontaktieren|keine werbung|werbesperre|gesperrt|widerrufen|widerspruch|"
    r"desinscrit|desabonne|ne pas contacter|liste noire|oppose|opposition|"
    r"dado de baja|de baja|no contactar|no llamar|no molestar|lista negra|"
    r"descadastrado|nao (?:contatar|perturbe|enviar)|cancelou|disiscritto|non contattare|cancellato|"
    r"uitgeschreven|afgemeld|niet (?:bellen|contacteren)|avregistrerad|ej kontakt|nix|frameldt|avmeldt|"
    r"wypisany|nie kontaktowac|odhlasen|rezygnacja|abonelikten cikt\w*|iletisim yok|отписан\w*|отказ|"
    r"не беспокоить)\b"
)
_IN = re.compile(
    r"\b(?:opt(?:ed)? ?in|sms consent|consent(?:ed)?|(?:may|can|ok to|okay to) (?:contact|text|sms|call)|"
    r"accepts? (?:sms|marketing|sms marketing|texts?)|permission|subscribed|receives? (?:sms|texts)|sms ?ok|"
    r"einwilligung|zustimmung|einverstanden|consentement|consentimiento|autoriza|consentimento|consenso|"
    r"toestemming|samtycke|samtykke|zgoda|souhlas|izin|согласие)\b"
)
_YES = frozenset(
    "1 y yes true t x on ok checked ja j oui o si s sim sì tak t evet e да д + ano kylla igen "
    "out opted-out opted out optedout opt out unsubscribed unsub stop stopped blocked dnc dnd".split(" ")
) | {"opted out", "opt out", "do not contact", "do not text", "do not call"}  # fmt: skip
_NO = frozenset(
    "0 n no false f off none never nein non nao nee nie nej hayir нет н - ne ei nem declined denied refused "
    "unsubscribed withdrawn revoked".split(" ")
) | {"opted out", "opt out", "not given"}  # fmt: skip
_SIGNS = {"✓": "x", "✔": "x", "☑": "x", "✅": "x", "✗": "no", "✘": "no", "☐": "", "❌": "no", "☒": "x"}
_DATE = re.compile(r"\d{1,4}[./ ]\d{1,2}[./ ]\d{1,4}(?:[ t]\d.*)?")  # `plain` makes hyphens blanks


class OptOutColumn(NamedTuple):
    """`at`: the index of the column; `consents`: it says who has agreed, so that a no marks somebody."""

    at: int
    consents: bool

    def marks(self, cells: Sequence[str]) -> bool:
        """Whether a row says that its person does not want to be reached."""
        value = plain(cells[self.at]) if self.at < len(cells) else ""
        value = _SIGNS.get(value, value)
        if self.consents:
            return value in _NO
        return value in _YES or bool(_DATE.fullmatch(value))  # the day on which they opted out


def find(columns: Sequence[str]) -> OptOutColumn | None:
    """The first column that says who has opted out, else one that says who has agreed."""
    headings = [" ".join(re.sub(r"[\W_]+", " ", _apart(column)).split()) for column in columns]
    for pattern, consents in ((_OUT, False), (_IN, True)):
        found = next((at for at, heading in enumerate(headings) if pattern.search(heading)), None)
        if found is not None:
            return OptOutColumn(found, consents)
    return None


def _apart(heading: str) -> str:
    """`HasOptedOutOfSMS` is words, too."""
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " "))
