"""Links in a text, as phones make them of it, and whether a list allows them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from webapp.agents.seen import as_seen

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}\.){{1,8}}[^\W\d_]{{2,63}}"
_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}(?=[:/])"
_SCHEMES = "https?|ftp|javascript|data|intent|file|sms|tel|mailto|market"
_LINK = re.compile(
    rf"\b(?:{_SCHEMES}):\S+|\b[a-z][a-z0-9+.-]{{1,20}}://\S+"
    rf"|(?<![\w@])(?:{_HOST}|{_IPV4})(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-zà-ÿ])\.(?=[A-ZÀ-Þ][a-zà-ÿ]*(?:\s|$|[,.!?]))")
_AROUND = ".,;:!?'\")]}>»”’"


def unglued(text: str) -> str:
    """With the blank that is missing in "See you.We …": phones make a link of a word with a dot in it."""
    return _GLUED.sub(". ", text)


def unlinked(text: str) -> str:
    """With a blank behind each dot and colon of its links, so that it can be read, but not be followed."""
    if not find_links(as_seen(text)):
        return text
    return " ".join(_unlinked(word) for word in as_seen(text).split(" "))


def _unlinked(word: str) -> str:
    return re.sub(r"[.:](?=\S)", lambda sign: f"{sign[0]} ", word) if find_links(word) else word


def find_links(text: str) -> list[str]:
    """With a scheme, or as a bare domain; `text` is as `seen.as_seen` gives it."""
    return [found.rstrip(_AROUND) for found in _LINK.findall(text)]


def allows(entry: str, link: str) -> bool:
    """`entry`: a domain allows itself and what is below it; an address with a path, what is under it."""
    theirs, ours = _parts(link), _parts(entry)
    if theirs is None or ours is None:
        return False
    (host, path), (own_host, own_path) = theirs, ours
    if own_path in ("", "/"):
        return host == own_host or host.endswith(f".{own_host}")
    return host == own_host and (path == own_path or path.startswith(own_path.rstrip("/") + "/"))


def _parts(link: str) -> tuple[str, str] | None:
    """Host and path; None for what is no plain web address, or can be read in two ways."""
    link = link.strip()
    if "\\" in link or re.search(r"\s", link):
        return None
    try:
        split = urlsplit(link if "://" in link else f"https://{link}")
        port = split.port
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or "@" in split.netloc or port not in (None, 80, 443):
        return None
    path = unquote(unquote(split.path))
    if ".." in path or "\\" in path or not split.hostname:
        return None
    return split.hostname.rstrip(".").removeprefix("www."), path
