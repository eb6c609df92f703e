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
    r"dnt|not to be (?:contacted|called|texted)|"
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
    r"accepts? (?:sms|marketing|sms marketing|texts?)|(?:allow|receive|want)s? (?:sms|texts?)|subscribed|"
    r"(?:sms|texts?|texting|calls?|txt ?msg|marketing) ?(?:ok|okay|allowed|enabled|permissions?|erlaubt)|"
    r"permissions? (?:to|for) (?:text|sms|call|contact)|^permissions?$|can we (?:contact|text|sms|call)|"
    r"werbung erlaubt|werbeeinwilligung|accepte (?:les )?sms|acepta sms|aceita sms|accetta sms|"
    r"einwilligung|zustimmung|einverstanden|consentement|consentimiento|autoriza|consentimento|consenso|"
    r"toestemming|samtycke|samtykke|zgoda|souhlas|izin|согласие)\b"
)
_STATUS = re.compile(
    r"\b(?:status|statut|preferences?)\b|\b(?:subscri\w+|consent|sms) (?:state|estado|stato)\b"
)
_SAYS_OUT = re.compile(
    r"(?:un ?subscribed|un ?sub|(?:not|never) subscribed|opt(?:ed)? ?out|stop(?:ped)?|dnc|dnd|blacklisted|"
    r"suppressed|(?:do not|don'?t) (?:contact|call|text|sms|message|disturb)|"
    r"no (?:sms|texts?|calls?|contact|messages)|"
    r"abgemeldet|desinscrite?|desabonnee?|(?:dado )?de baja|descadastrado|disiscritto|uitgeschreven|afgemeld|"
    r"wypisany|отписан\w*)(?: (?:via|on|from|since|at|sms|all)\b.*)?"
)
"""A status may be of anything: only this is an opt-out, and neither “Inactive” nor “Canceled”."""
_SAYS_IN = re.compile(r"(?:re ?)?subscribed|opt(?:ed)? ?in")
_YES = frozenset("1 y yes true x ok ja si oui sim da tak ano evet да subscribed granted given".split(" "))
_ADDRESS = re.compile(r"\b(?:link|url|page|token|code)\b")
_OTHER_WAY = re.compile(r"\b(?:e ?mails?|mail(?:ing)?s?|newsletters?|fax|post(?:al)?|letters?)\b")
_OURS = re.compile(r"\b(?:sms|texts?|phones?|mobiles?|calls?|contact|all(?! e ?mails?\b))\b")
_NO = frozenset(
    "0 n no false f off none never nein non nao nee nie nej hayir нет н - ne ei nem declined denied refused "
    "withdrawn revoked in subscribed active allowed optedin optin".split(" ")
)
"""Words with which a no begins. In a column of consents these say it, too: unsubscribed, out."""
_OUT_WORDS = frozenset("unsubscribed unsub out optedout optout stopped".split(" "))
_NO_PHRASES = ("opted in", "opt in", "not ")
_OUT_PHRASES = ("opted out", "opt out", "not ")
_SIGNS = {"✓": "x", "✔": "x", "☑": "x", "✅": "x", "✗": "no", "✘": "no", "☐": "no", "❌": "no", "☒": "x"}


class OptOutColumn(NamedTuple):
    """`at`: the index of the column; `consents`: it says who has agreed, so that a no marks someone.

    `is_status`: it says this and that, `Unsubscribed` among it.
    """

    at: int
    consents: bool
    is_status: bool = False

    def marks(self, cells: Sequence[str]) -> bool:
        """Whether a row says that its person must not be reached: in a column of opt-outs anything but
        a no does (yes, a cross, the day, a reason), in one of consents only a no."""
        value = plain(cells[self.at].replace("_", " ")) if self.at < len(cells) else ""
        if not value or self.is_status:
            return _SAYS_OUT.fullmatch(value) is not None
        value = _SIGNS.get(value, value)
        first = value.split()[0].strip(".,;:!")
        if self.consents:
            no = first in _NO - {"in", "subscribed", "active", "allowed", "optedin", "optin"}
            return no or first in _OUT_WORDS or value.startswith(_OUT_PHRASES) or _is_zero(first)
        return not (first in _NO or value.startswith(_NO_PHRASES) or _is_zero(first))

    def denies(self, cells: Sequence[str]) -> bool:
        """Whether a row says that its person may be reached. One that says nothing does not."""
        value = plain(cells[self.at].replace("_", " ")) if self.at < len(cells) else ""
        if not value or self.marks(cells):
            return False
        if self.is_status or _SAYS_IN.fullmatch(value):
            return _SAYS_IN.fullmatch(value) is not None
        return not self.consents or _SIGNS.get(value, value).split()[0].strip(".,;:!") in _YES

    def ticks(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether it marks people by a yes or a cross, so that a blank says that a person is not out."""
        values = {plain(cells[self.at]) for cells in rows if self.at < len(cells)} - {""}
        words = {_SIGNS.get(value, value) for value in values}
        return not (self.consents or self.is_status) and words <= _YES | _NO


def deny(found: Sequence[OptOutColumn], cells: Sequence[str]) -> bool:
    """Whether one of these says that a row's person may be reached, and none that they must not."""
    return any(one.denies(cells) for one in found) and not any(one.marks(cells) for one in found)


def count_not_out(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Of how many rows the person has not opted out: it says so, or a column that ticks who has is blank."""
    found = find(columns)
    ticking = [one.at for one in found if one.ticks(rows)]
    return sum(
        deny(found, cells)
        or (any(not cells[at].strip() for at in ticking) and not any(one.marks(cells) for one in found))
        for cells in rows
    )


def find(columns: Sequence[str]) -> list[OptOutColumn]:
    """Every column that says who has opted out, or who has agreed; not those about e-mail, fax or post."""
    headings = [" ".join(re.sub(r"[\W_]+", " ", _apart(column)).split()) for column in columns]
    found = []
    for at, heading in enumerate(headings):
        if _ADDRESS.search(heading) or (_OTHER_WAY.search(heading) and not _OURS.search(heading)):
            continue
        if _OUT.search(heading):
            found.append(OptOutColumn(at, consents=False))
        elif _IN.search(heading):
            found.append(OptOutColumn(at, consents=True))
        elif _STATUS.search(heading):
            found.append(OptOutColumn(at, consents=False, is_status=True))
    return found


def _is_zero(word: str) -> bool:
    return bool(word) and not word.strip("0.,")


def _apart(heading: str) -> str:
    """`HasOptedOutOfSMS` is words, too."""
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " "))
