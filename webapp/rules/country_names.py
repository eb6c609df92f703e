"""Which country people mean by a word: its name in one language or another, its codes, and its nations.

Names: those of rules/countries, and of the CLDR as libphonenumber has it (each country's own, and the main
languages). Codes of three letters (ISO 3166-1 alpha-3): as `holidays` has them.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import phonenumbers

from webapp.rules import countries

_TABLE = """
AE UAE | U.A.E. | Emirates | Dubai | Abu Dhabi
AT Oesterreich | Rakousko | Ausztria | Itävalta
BE Belgie | Belgia
BN Brunei Darussalam
BO Bolivia, Plurinational State of
CD DR Congo | DRC | Congo (Kinshasa) | Congo-Kinshasa | Congo, Democratic Republic of the | Zaire
CG Congo (Brazzaville) | Congo-Brazzaville | Congo, Republic of the | Congo
CH Svájc | Sveits | Schweiz/Suisse | Suisse/Schweiz
CI Cote d'Ivoire
CN PR China | P.R. China | People's Republic of China | China mainland | Mainland China
CV Cabo Verde
CZ Czech Rep. | Czech Republic | Tschechien | Tschechische Republik | República Checa | République tchèque
CZ Tchéquie | Chequia | Tchéquia | Cechia | Czechy | Tjekkiet
CZ Repubblica Ceca | Tsjechië | Tjeckien | Cesko | Česká republika | Csehország
DE Federal Republic of Germany | BRD | Saksa | Nemecko | Německo | Németország | Nemčija | Njemačka | Germania
DO Dominican Rep.
ES Spanien | Espanja | Španělsko | Spanyolország
FI Suomi | Finland/Suomi
FK Falklands | Islas Malvinas | Falkland Islands (Malvinas)
FM Micronesia, Federated States of
FR Ranska | Francie | Franciaország | France (métropolitaine) | France métropolitaine | Metropolitan France
GB UK | U.K. | G.B. | Great Britain | Britain | England | Scotland | Wales | Northern Ireland | N. Ireland
GB N Ireland | Ulster | Cymru | Alba | Cymru/Wales | Wales/Cymru | Tuaisceart Éireann
GB Great Britain & NI | GB & NI | GB and Northern Ireland | Great Britain & Northern Ireland | UK & NI
GB United Kingdom of Great Britain and Northern Ireland | United Kingdom (Great Britain) | British Isles
GB England & Wales | Grossbritannien | Großbritannien | Grande-Bretagne | Gran Bretaña | Gran Bretagna
GB Grã-Bretanha | Groot-Brittannië | Storbritannia | Wielka Brytania | Velká Británie | Veľká Británia
GB Marea Britanie | Nagy-Britannia | Velika Britanija | Великобритания | Britannia | Inglaterra | Angleterre
GB Inghilterra | Engeland | Anglia | Anglie | Anglija | Англия | Écosse | Escocia | Scozia | Schotland
GB Schottland | Skottland | Szkocja | Gales | Galles | Nordirland | Irlanda del Norte | Irlande du Nord
GB Irlanda del Nord | Irlanda do Norte | Noord-Ierland
GE Republic of Georgia
GM Gambia, The
GR Hellas | Řecko | Görögország
HK Hong Kong SAR | Hong Kong SAR China | Hongkong | HKSAR | Hong Kong, China
HU Maďarsko | Unkari
IE Republic of Ireland | Rep. of Ireland | Ireland (Republic) | Ireland, Republic of | Eire | ROI
IE Irish Republic | Southern Ireland | Éire/Ireland | Ireland/Éire | Írország
IR Iran, Islamic Republic of | Persia
IT Itálie | Olaszország | Taliansko
KP DPRK | Korea, North | Korea, Democratic People's Republic of
KR Korea | South Korea | S. Korea | Republic of Korea | Korea, South | Korea, Republic of | ROK | Südkorea
KR Corée du Sud | Corea del Sur | Corea del Sud | Coreia do Sul | Zuid-Korea | Sydkorea | Korea Południowa
LA Lao PDR | Lao People's Democratic Republic
MD Moldova, Republic of | Republic of Moldova
MK Macedonia | FYROM | The former Yugoslav Republic of Macedonia | Macedonia, FYRO
MM Burma
MO Macau | Macao SAR | Macau SAR China
NL Holland | The Netherlands | Netherlands, The | Hollande | Holanda | Olanda | Hollandia | Nizozemsko
NL Niederlande | Países Bajos | Países Baixos | Paesi Bassi | Pays-Bas | Holandia | Alankomaat
NL Hollanti
NO Norja | Norsko
PL Puola | Polsko | Lengyelország
PS Palestinian Territories | Palestine, State of | State of Palestine | Palestinian Territory
PT Portugalsko | Portugália
RO Rumunsko
RU Russian Federation | Russian Fed. | RF | РФ | Российская Федерация | Venäjä | Rusko | Oroszország
SA KSA | Kingdom of Saudi Arabia
SE Ruotsi | Švédsko | Svédország
SK Slovak Republic | Slovensko | Slowakische Republik
ST Sao Tome & Principe
SY Syrian Arab Republic
SZ Swaziland
TL East Timor
TR Türkiye | Turkiye | Turkey/Türkiye | Türkiye/Turkey | Republic of Turkey | Republic of Türkiye
TT Trinidad | Tobago
TW Taiwan, Province of China | Taiwan, ROC | Republic of China | Chinese Taipei
TZ Tanzania, United Republic of | Zanzibar
US USA | U.S. | U.S.A. | United States of America | The States | America | United States (USA) | EEUU | EE.UU.
US EE. UU. | Estados Unidos de América | Estados Unidos da América | EUA | États-Unis d'Amérique | Amerika
US Stati Uniti d'America | Vereinigte Staaten von Amerika | VS | Verenigde Staten van Amerika
US США | Yhdysvallat
VA Holy See | Vatican
VE Venezuela, Bolivarian Republic of
VG Virgin Islands, British
VI Virgin Islands | Virgin Islands, U.S. | USVI
VN Viet Nam
ZA RSA | Republic of South Africa | S. Africa | Südafrika
"""
_BESIDE = re.compile(r"\((.*)\)|\[(.*)\]")
_SHORTEST = 4
"""Latin letters of a foreign name; shorter ones are a word of any language, once their accents are gone."""
_ALIKE = 0.8


def find(text: str) -> str | None:
    """The ISO code of the country; None for a word that is none, as far as is known."""
    text = " ".join(text.split())
    if len(text) in (2, 3) and (text.isupper() or text.islower()) and (code := _by_code(text.upper())):
        return code
    return (
        _named(text) or _named(_BESIDE.sub("", text)) or next(filter(None, map(_named, _parts(text))), None)
    )


def resembles(text: str) -> str | None:
    """The country whose name someone may have mistyped so."""
    key = _folded(text)
    names = [name for name in _names() if name[:1] == key[:1] and abs(len(name) - len(key)) <= 2]
    alike = get_close_matches(key, names, 1, _ALIKE)
    return _names()[alike[0]] if alike else None


def _by_code(code: str) -> str | None:
    return code if code in countries.NAMES else _names().get(_folded(code)) or _by_three_letters().get(code)


def _named(text: str) -> str | None:
    key = _folded(text)
    return _names().get(key) or _names().get(key.removeprefix("the")) if key else None


def _parts(text: str) -> list[str]:
    """`Belgium / België`, `Deutschland - Germany`, `DE – Germany`, `UK (England)`."""
    return re.split(r"\s*/\s*|\s+[-–—|]\s+|[()\[\]]", text)


def _folded(text: str) -> str:
    """Without case, accents, and what stands between words."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    return "".join(filter(str.isalnum, plain.translate({ord("ø"): "o", ord("ı"): "i", ord("ł"): "l"})))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Ours go before those of other languages."""
    ours = [(name, code) for code, name in countries.NAMES.items()]
    lines = [(line[:2], line[3:]) for line in _TABLE.strip().splitlines()]
    known = [(name, code) for code, names in lines for name in names.split("|")] + ours
    return _foreign() | {_folded(name): code for name, code in known}


def _foreign() -> dict[str, str]:
    found = {
        _folded(name): code
        for code, names in _locales().items()
        for name in names.values()
        if code in countries.NAMES and not name.startswith("*")
    }
    return {name: code for name, code in found.items() if len(name) >= _SHORTEST or not name.isascii()}


def _locales() -> dict[str, dict[str, str]]:
    """libphonenumber's file of names alone: importing its package loads the places of all numbers, 100 MB."""
    path = Path(phonenumbers.__file__).parent / "geodata" / "locale.py"
    spec = spec_from_file_location("phonenumbers.names.locale", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not there")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LOCALE_DATA  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _by_three_letters() -> dict[str, str]:
    from holidays.registry import COUNTRIES  # 19 MB, for which only those pay whose lists have such codes

    return {"XKX": "XK"} | {
        alpha3: alpha2 for _, alpha2, alpha3, *_ in COUNTRIES.values() if alpha2 in countries.NAMES
    }
