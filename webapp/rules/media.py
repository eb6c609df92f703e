"""What people send besides text: the kinds of media, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VCARD = "vcard"
    FILE = "file"


NAMES = {
    MediaKind.IMAGE: ("picture", "pictures"),
    MediaKind.VIDEO: ("video", "videos"),
    MediaKind.AUDIO: ("audio message", "audio messages"),
    MediaKind.VCARD: ("contact card", "contact cards"),
    MediaKind.FILE: ("file", "files"),
}
"""One, and several."""


def summary(kinds: Iterable[MediaKind]) -> str:
    """`Picture`; `2 pictures, video`; nothing for none."""
    counts = Counter(kinds)
    told = ", ".join(_counted(kind, counts[kind]) for kind in counts)
    return told[:1].upper() + told[1:]


def _counted(kind: MediaKind, count: int) -> str:
    one, several = NAMES[kind]
    return one if count == 1 else f"{count} {several}"
