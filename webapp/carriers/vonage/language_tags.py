"""The language of a voice and of recognition, as Vonage wants it (BCP 47): "en" in Britain is "en-GB"."""

from __future__ import annotations

_USUAL = {
    "ar": "ar-SA", "bg": "bg-BG", "ca": "ca-ES", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR",
    "en": "en-US", "es": "es-ES", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hi": "hi-IN", "hu": "hu-HU",
    "id": "id-ID", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "nb-NO", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR",
    "uk": "uk-UA", "vi": "vi-VN", "zh": "cmn-CN",
}  # fmt: skip
_OTHERS = {
    "en": ("AU", "GB", "IN", "US", "ZA"),
    "es": ("ES", "MX", "US"),
    "fr": ("CA", "FR"),
    "de": ("DE",),
    "pt": ("BR", "PT"),
    "nl": ("BE", "NL"),
}
"""Countries that have a voice of their own."""
_NEAREST = {
    "en": {"IE": "GB", "NZ": "AU", "CA": "US"},
    "es": dict.fromkeys("AR BO CL CO CR CU DO EC GT HN NI PA PE PY SV UY VE".split(), "MX"),
}


def tag(language: str, country: str | None = None) -> str:
    """`language`: ISO 639-1; `country`: the contact's, an ISO code. American English where it is unknown."""
    near = _NEAREST.get(language, {}).get(country or "", country or "")
    if near in _OTHERS.get(language, ()):
        return f"{language}-{near}"
    return _USUAL.get(language, _USUAL["en"])
