"""The fixed sentences about calling back, and the words around its time; see sentences."""

from __future__ import annotations

from collections.abc import Mapping

CALLBACKS: Mapping[str, tuple[str, str, str, str, str]] = {
    "offer_callback": (
        "Shall a colleague call you back? Please say yes or no.",
        "¿Quiere que un compañero le llame? Diga sí o no, por favor.",
        "Voulez-vous qu'un collègue vous rappelle ? Dites oui ou non.",
        "Soll Sie jemand aus dem Team zurückrufen? Bitte sagen Sie Ja oder Nein.",
        "Quer que um colega lhe ligue? Diga sim ou não, por favor.",
    ),
    "promised": (
        "A colleague will call you back.",
        "Un compañero le llamará.",
        "Un collègue vous rappellera.",
        "Jemand aus dem Team ruft Sie zurück.",
        "Um colega irá ligar-lhe.",
    ),
    "promised_when": (
        "A colleague will call you back {when}.",
        "Un compañero le llamará {when}.",
        "Un collègue vous rappellera {when}.",
        "Jemand aus dem Team ruft Sie zurück: {when}.",
        "Um colega irá ligar-lhe {when}.",
    ),
    "when_soon": (
        "within the hour",
        "en menos de una hora",
        "dans l'heure",
        "innerhalb der nächsten Stunde",
        "dentro de uma hora",
    ),
    "when_today": ("today {time}", "hoy {time}", "aujourd'hui {time}", "heute {time}", "hoje {time}"),
    "when_tomorrow": (
        "tomorrow {time}",
        "mañana {time}",
        "demain {time}",
        "morgen {time}",
        "amanhã {time}",
    ),
    "when_day": ("on {day} {time}", "el {day} {time}", "{day} {time}", "am {day} {time}", "{day} {time}"),
    "when_date": (
        "on {day} {month} {time}",
        "el {day} de {month} {time}",
        "le {day} {month} {time}",
        "am {day}. {month} {time}",
        "a {day} de {month} {time}",
    ),
}
